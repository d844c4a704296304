/** The number of operations of a chain of products, by hand. */
import { describe, expect, test } from '@jest/globals';
import { productCost, productCostWithMask } from '../../../grader/numerics/product-cost.js';

describe('operations of a chain of products', () => {
  test('two matrices, either way: km(2l - 1)', () => {
    // 2 * 4 * (2 * 3 - 1)
    expect(
      productCost(
        [
          [2, 3],
          [3, 4],
        ],
        'reverse',
      ),
    ).toBe(40);
    expect(
      productCost(
        [
          [2, 3],
          [3, 4],
        ],
        'forward',
      ),
    ).toBe(40);
  });
  test('a row before two matrices is cheaper from the left', () => {
    const chain = [
      [1, 3],
      [3, 4],
      [4, 5],
    ] as const;
    // 1*4*5 + 1*5*7
    expect(productCost(chain, 'reverse')).toBe(55);
    // 3*5*7 + 1*5*5
    expect(productCost(chain, 'forward')).toBe(130);
  });
  test('one factor and none cost nothing', () => {
    expect(productCost([[2, 3]], 'reverse')).toBe(0);
    expect(productCost([[2, 3]], 'forward')).toBe(0);
    expect(productCost([], 'reverse')).toBe(0);
    expect(productCost([], 'forward')).toBe(0);
  });
  test('a mask is one product an element', () => {
    // (1x3)(3x3 mask)(3x4): 1*4*5 for the matrices, 1*3 for the mask
    expect(
      productCostWithMask(
        [
          [1, 3],
          [3, 3],
          [3, 4],
        ],
        1,
      ),
    ).toBe(23);
    expect(
      productCostWithMask(
        [
          [2, 3],
          [3, 3],
          [3, 4],
        ],
        1,
      ),
    ).toBe(2 * 4 * 5 + 2 * 3);
  });
  test('only a square factor of more than one side can be a mask', () => {
    expect(
      productCostWithMask(
        [
          [1, 3],
          [3, 4],
        ],
        1,
      ),
    ).toBeNull();
    expect(
      productCostWithMask(
        [
          [1, 1],
          [1, 1],
        ],
        1,
      ),
    ).toBeNull();
    expect(productCostWithMask([[1, 3]], 1)).toBeNull();
    expect(productCostWithMask([], 0)).toBeNull();
  });
});
