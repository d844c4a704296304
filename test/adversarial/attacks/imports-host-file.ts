// Bundlers follow absolute paths.
import text from '/etc/passwd.json';
export const forward = () => ({ loss: text });
export const backward = () => ({ dx: [1] });
