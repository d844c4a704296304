// What is thrown is not an error and cannot be printed.
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
