<template>home</template>
