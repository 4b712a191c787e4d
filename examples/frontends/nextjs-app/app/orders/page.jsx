export default function Orders() {
  return "orders";
}
