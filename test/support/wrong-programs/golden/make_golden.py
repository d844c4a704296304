#!/usr/bin/env python3
"""Values and gradients of the networks of ../networks, made with PyTorch in double precision.

    python3 test/support/wrong-programs/golden/make_golden.py

Writes golden.json beside it. The tests read that file; they need no Python.
"""
import json
import os
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(20261127)


def grid(*shape, scale=1.0):
    """Random multiples of 1/256, which float32 holds exactly."""
    return torch.round((2 * torch.rand(*shape) - 1) * scale * 256) / 256


def matrix(out, inner):
    return grid(out, inner, scale=(6 / inner) ** 0.5)


class Tape:
    """Keeps every node and asks for its gradient."""

    def __init__(self, given):
        self.given = {name: value.clone().requires_grad_(value.is_floating_point() and name != 'y') for name, value in given.items()}
        self.nodes = {}

    def __getitem__(self, name):
        return self.nodes.get(name, self.given.get(name))

    def node(self, name, value):
        value.retain_grad()
        self.nodes[name] = value
        return value

    def linear(self, name, x, w, b):
        return self.node(name, F.linear(self[x], self[w], self[b]))

    def result(self):
        self.nodes['loss'].backward()
        named = {**self.given, **self.nodes}
        gradients = {name: value.grad for name, value in named.items() if value.requires_grad and name != 'loss'}
        return {
            'given': {name: listed(value) for name, value in self.given.items()},
            'values': {name: listed(value) for name, value in self.nodes.items()},
            'gradients': {name: listed(value) for name, value in gradients.items()},
        }


def listed(tensor):
    return {'dtype': 'float' if tensor.is_floating_point() else 'int', 'shape': list(tensor.shape), 'values': tensor.detach().flatten().tolist()}


def mlp():
    t = Tape({'x': grid(7, 3), 'W1': matrix(6, 3), 'b1': grid(6), 'W2': matrix(6, 6), 'b2': grid(6), 'W3': matrix(5, 6), 'b3': grid(5),
              'label': torch.tensor([0, 3, 1, 4, 0, 2, 3])})
    t.linear('z1', 'x', 'W1', 'b1')
    t.node('z2', F.relu(t['z1']))
    t.linear('z3', 'z2', 'W2', 'b2')
    t.node('z4', F.relu(t['z3']))
    t.linear('logits', 'z4', 'W3', 'b3')
    t.node('loss', F.cross_entropy(t['logits'], t['label']))
    return t.result()


def regression(curve):
    t = Tape({'x': grid(7, 3), 'y': grid(7, 1, scale=2), 'W1': matrix(5, 3), 'b1': grid(5), 'W2': matrix(5, 5), 'b2': grid(5), 'W3': matrix(1, 5),
              'b3': grid(1)})
    t.linear('z1', 'x', 'W1', 'b1')
    t.node('z2', curve(t['z1']))
    t.linear('z3', 'z2', 'W2', 'b2')
    t.node('z4', F.relu(t['z3']))
    t.linear('yhat', 'z4', 'W3', 'b3')
    t.node('loss', F.mse_loss(t['yhat'], t['y']) / 2)
    return t.result()


def conv(x, kernel, bias, padding):
    """NHWC, kernel [h, w, in, out]."""
    return F.conv2d(x.permute(0, 3, 1, 2), kernel.permute(3, 2, 0, 1), bias, padding=padding).permute(0, 2, 3, 1)


def pooled(x):
    return F.max_pool2d(x.permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1)


def cnn(pool_first, label):
    kernel = lambda inner, out: grid(3, 3, inner, out, scale=(6 / (9 * inner)) ** 0.5)
    t = Tape({'x': grid(len(label), 6, 8, 2), 'K1': kernel(2, 3), 'k1': grid(3, scale=.3), 'K2': kernel(3, 3), 'k2': grid(3, scale=.3),
              'W': matrix(4, 18), 'b': grid(4), 'label': torch.tensor(label)})
    t.node('c1', conv(t['x'], t['K1'], t['k1'], 1))
    t.node('r1', F.relu(t['c1']))
    t.node('c2', conv(t['r1'], t['K2'], t['k2'], 0))
    if pool_first:
        t.node('p', pooled(t['c2']))
        t.node('r2', F.relu(t['p']))
    else:
        t.node('r2', F.relu(t['c2']))
        t.node('p', pooled(t['r2']))
    t.node('f', t['r2' if pool_first else 'p'].reshape(len(label), 18))
    t.linear('logits', 'f', 'W', 'b')
    t.node('loss', F.cross_entropy(t['logits'], t['label']))
    return t.result()


def attention_block(heads, *rows):
    label = torch.arange(torch.Size(rows).numel()).reshape(rows) * 3 % 4
    t = Tape({'x': grid(*rows, 6), **{f'W{one}': matrix(6, 6) for one in 'qkv'}, **{f'b{one}': grid(6) for one in 'qkv'}, 'gamma': 1 + grid(6, scale=.5),
              'beta': grid(6), 'W1': matrix(8, 6), 'b1': grid(8), 'W2': matrix(4, 8), 'b2': grid(4), 'label': label})
    for one in 'qkv':
        t.linear(one, 'x', f'W{one}', f'b{one}')
    parts = [t[one].unflatten(-1, (heads, 6 // heads)).transpose(-2, -3) for one in 'qkv']
    t.node('a', F.scaled_dot_product_attention(*parts).transpose(-2, -3).flatten(-2))
    t.node('s', t['x'] + t['a'])
    t.node('n', F.layer_norm(t['s'], (6,), t['gamma'], t['beta'], eps=1e-5))
    t.linear('z', 'n', 'W1', 'b1')
    t.node('h', F.relu(t['z']))
    t.linear('logits', 'h', 'W2', 'b2')
    t.node('loss', F.cross_entropy(t['logits'].flatten(0, -2), t['label'].flatten()))
    return t.result()


GOLDEN = {
    'mlp': mlp(),
    'regression-sigmoid': regression(torch.sigmoid),
    'regression-tanh': regression(torch.tanh),
    'cnn': cnn(False, [2, 0, 3, 1, 0]),
    'cnn-pool-first': cnn(True, [2, 0, 3]),
    'attention': attention_block(1, 7),
    'attention-heads': attention_block(2, 7),
    'attention-batch': attention_block(2, 3, 5),
}

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'golden.json')
with open(path, 'w', encoding='utf-8') as file:
    json.dump(GOLDEN, file, separators=(',', ':'))
    file.write('\n')
