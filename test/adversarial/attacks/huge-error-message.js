// A message of 100 MB, with escape sequences, markup and a false frame.
export function forward() {
  const error = new Error('\u001b[2J\u001b[31m<script>alert(1)</script>\u202e' + 'A'.repeat(100 << 20));
  throw error;
}
export const backward = () => ({ dx: [1] });
