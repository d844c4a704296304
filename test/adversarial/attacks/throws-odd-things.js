// What is thrown is no error and cannot be shown.
export function forward() {
  throw new Proxy(
    {},
    {
      get: () => {
        throw 1;
      },
      getPrototypeOf: () => {
        throw 2;
      },
    },
  );
}
export const backward = () => ({ dx: [1] });
