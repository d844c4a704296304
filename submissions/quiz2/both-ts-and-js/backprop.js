"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.forward = forward;
const tf = require("@tensorflow/tfjs");
function forward(p, x, y) {
    const z1 = x.matMul(p.W1, false, true).add(p.b1);
    const z2 = z1.relu();
    const yhat = z2.matMul(p.w2, false, true).add(p.b2);
    const loss = y.sub(yhat).square().mean();
    return { z1, z2, yhat, loss };
}
