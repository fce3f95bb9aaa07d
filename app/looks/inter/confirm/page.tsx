export default function D() {
  return <h1>Full page</h1>;
}
