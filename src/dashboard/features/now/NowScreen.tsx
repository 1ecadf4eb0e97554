/** The screen. */
export function NowScreen() {
  return <h1>NowScreen</h1>;
}
