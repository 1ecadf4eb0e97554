/** The screen. */
export function RuntimeScreen() {
  return <h1>RuntimeScreen</h1>;
}
