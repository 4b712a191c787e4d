<template>orders</template>
