/** The screen. */
export function RuntimesScreen() {
  return <h1>RuntimesScreen</h1>;
}
