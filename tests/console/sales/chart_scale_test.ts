import assert from "node:assert/strict";
import { nextRound, scaleOf } from "../../../src/console/sales/chart_scale.ts";

Deno.test("an axis ends with the next round figure, and has one line more below zero", () => {
  assert.deepEqual([0, 1, 3, 9, 11, 21, 40, 41, 999, 1015, 84_000].map(nextRound), [
    2,
    2,
    4,
    10,
    12,
    24,
    40,
    50,
    1000,
    1200,
    100_000,
  ]);
  assert.deepEqual(scaleOf([442, 1015, 0]), [1200, 600, 0]);
  assert.deepEqual(scaleOf([100, -20]), [100, 50, 0, -50]);
  assert.deepEqual(scaleOf([10, -500]), [1000, 500, 0, -500]);
  assert.deepEqual(scaleOf([-30, 0]), [0, -15, -30]);
});
