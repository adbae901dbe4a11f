"""Cornu's eager ops beside PyTorch's, in turns: python against_torch.py BENCH_EAGER [options].

Prints a Markdown table: medians over rounds in microseconds, and PyTorch's time over Cornu's. The
ops of both sides go by the same names; one that only one side knows ends the program.
"""
import argparse
import json
import math
import os
import statistics
import subprocess
import time

parser = argparse.ArgumentParser()
parser.add_argument("bench_eager")
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--seconds", type=float, default=0.05, help="each op's time in each round")
parser.add_argument("--filter", default=".*")
args = parser.parse_args()
os.environ["OMP_NUM_THREADS"] = str(args.threads)

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402

torch.set_num_threads(args.threads)
torch.set_grad_enabled(False)


def elementwise():
    x, y = torch.rand(1 << 20) + 0.5, torch.rand(1 << 20) + 0.5
    z, mask = x - 1, x > y
    rows, bias, rare = torch.rand(1024, 1024), torch.rand(1024), torch.rand(1024, 1)
    return {
        "add 1M": lambda: x + y,
        "multiply 1M": lambda: x * y,
        "divide 1M": lambda: x / y,
        "maximum 1M": lambda: torch.maximum(x, y),
        "power 1M": lambda: torch.pow(x, y),
        "greater 1M": lambda: x > y,
        "where 1M": lambda: torch.where(mask, x, y),
        "clip 1M": lambda: torch.clamp(z, -0.2, 0.2),
        "exp 1M": lambda: torch.exp(z),
        "log 1M": lambda: torch.log(x),
        "sqrt 1M": lambda: torch.sqrt(x),
        "sin 1M": lambda: torch.sin(z),
        "tanh 1M": lambda: torch.tanh(z),
        "sigmoid 1M": lambda: torch.sigmoid(z),
        "erf 1M": lambda: torch.erf(z),
        "relu 1M": lambda: torch.relu(z),
        "gelu 1M": lambda: F.gelu(z, approximate="tanh"),
        "silu 1M": lambda: F.silu(z),
        "softplus 1M": lambda: F.softplus(z),
        "add row 1024x1024": lambda: rows + bias,
        "add column 1024x1024": lambda: rows + rare,
        "cast 1M to int32": lambda: x.to(torch.int32),
    }


def reductions():
    x, images = torch.rand(1024, 1024), torch.rand(32, 28, 28, 32)
    gamma, beta, labels = torch.rand(1024), torch.rand(1024), torch.randint(1024, (1024,))
    return {
        "sum 1024x1024": lambda: x.sum(),
        "sum rows 1024x1024": lambda: x.sum(1),
        "sum columns 1024x1024": lambda: x.sum(0),
        "mean 32x28x28x32 over images": lambda: images.mean((1, 2)),
        "max rows 1024x1024": lambda: x.amax(1),
        "max columns 1024x1024": lambda: x.amax(0),
        "argmax rows 1024x1024": lambda: x.argmax(1),
        "var rows 1024x1024": lambda: x.var(1, correction=0),
        "logsumexp rows 1024x1024": lambda: x.logsumexp(1),
        "cumsum rows 1024x1024": lambda: x.cumsum(1),
        "cumsum columns 1024x1024": lambda: x.cumsum(0),
        "softmax 1024x1024": lambda: x.softmax(1),
        "log_softmax 1024x1024": lambda: x.log_softmax(1),
        "layer_normalization 1024x1024": lambda: F.layer_norm(x, (1024,), gamma, beta),
        "cross entropy 1024x1024": lambda: F.cross_entropy(x, labels, reduction="none"),
    }


def products():
    a, b, row = torch.rand(512, 512), torch.rand(512, 512), torch.rand(512)
    batch, other = torch.rand(32, 128, 64), torch.rand(32, 64, 128)
    images = torch.rand(8, 64, 28, 28).to(memory_format=torch.channels_last)
    kernel = torch.rand(64, 64, 3, 3).to(memory_format=torch.channels_last)
    deep, signal, taps = torch.rand(64, 1, 3, 3), torch.rand(8, 32, 1024), torch.rand(64, 32, 5)
    heads = torch.rand(4, 8, 256, 64)
    return {
        "matmul 512x512x512": lambda: a @ b,
        "matmul 32 of 128x64x128": lambda: batch @ other,
        "matmul 512x512 by vector": lambda: a @ row,
        "outer 512x512": lambda: torch.outer(row, row),
        "conv 3x3 8x28x28x64": lambda: F.conv2d(images, kernel, padding="same"),
        "depthwise_conv 3x3 8x28x28x64": lambda: F.conv2d(images, deep, padding="same", groups=64),
        "conv 5 8x1024x32": lambda: F.conv1d(signal, taps, padding="same"),
        "max_pool 2x2 8x28x28x64": lambda: F.max_pool2d(images, 2),
        "average_pool 2x2 8x28x28x64": lambda: F.avg_pool2d(images, 2),
        "attention 4x256x8x64": lambda: F.scaled_dot_product_attention(heads, heads, heads),
    }


def movement():
    x, images, items = torch.rand(1024, 1024), torch.rand(32, 28, 28, 32), torch.rand(1 << 20)
    table, some = torch.rand(10000, 128), torch.randint(10000, (4096,))
    each, rows = torch.randint(1024, (1024, 1024)), torch.rand(4096, 128)
    classes = torch.randint(128, (4096,))
    return {
        "transpose 1024x1024": lambda: x.t().contiguous(),
        "transpose 32x28x28x32 to channels first":
            lambda: images.permute(0, 3, 1, 2).contiguous(),
        "concatenate rows 1024x1024": lambda: torch.cat([x, x], 1),
        "stack 1024x1024": lambda: torch.stack([x, x]),
        "pad 32x28x28x32": lambda: F.pad(images, (0, 0, 1, 1, 1, 1)),
        "flip 1024x1024": lambda: x.flip(1),
        "roll 1024x1024": lambda: x.roll(7, 1),
        "repeat 1M twice": lambda: items.repeat_interleave(2),
        "tile 1M twice": lambda: items.repeat(2),
        "tril 1024x1024": lambda: x.tril(),
        "take 4096 of 10000x128": lambda: table[some],
        "take_along_axis 1024x1024": lambda: x.gather(1, each),
        "segment_sum 4096x128": lambda: torch.zeros(128, 128).index_add_(0, classes, rows),
        "one_hot 4096x128": lambda: F.one_hot(classes, 128).float(),
    }


def sorting():
    x, items, edges = torch.rand(256, 4096), torch.rand(1 << 20), torch.rand(1000).sort().values
    return {
        "sort 1M": lambda: items.sort().values,
        "sort rows 256x4096": lambda: x.sort().values,
        "argsort rows 256x4096": lambda: x.argsort(),
        "top_k 10 of 256x4096": lambda: x.topk(10),
        "searchsorted 1M in 1000": lambda: torch.searchsorted(edges, items),
    }


def others():
    a, b = torch.rand(256, 256), torch.rand(256, 16)
    square = a @ a.t() + torch.eye(256)
    signal, images, x = torch.rand(512, 1024), torch.rand(8, 3, 64, 64), torch.rand(1 << 20)
    images = images.to(memory_format=torch.channels_last)
    return {
        "cholesky 256": lambda: torch.linalg.cholesky(square),
        "solve 256 for 16": lambda: torch.linalg.solve(square, b),
        "inv 256": lambda: torch.linalg.inv(square),
        "qr 256": lambda: torch.linalg.qr(a),
        "svd 256": lambda: torch.linalg.svd(a),
        "eigh 256": lambda: torch.linalg.eigh(square),
        "rfft 512x1024": lambda: torch.fft.rfft(signal),
        "resize 8x64x64x3 to 128x128":
            lambda: F.interpolate(images, (128, 128), mode="bilinear"),
        "uniform 1M": lambda: torch.rand(1 << 20),
        "normal 1M": lambda: torch.randn(1 << 20),
        "dropout 1M": lambda: F.dropout(x, 0.5),
    }


def small():
    x, y, row, a = torch.rand(10), torch.rand(10), torch.rand(1, 10), torch.rand(10, 10)
    places = torch.randint(10, (10,))
    return {
        "add 10": lambda: x + y,
        "multiply 10": lambda: x * y,
        "exp 10": lambda: torch.exp(x),
        "relu 10": lambda: torch.relu(x),
        "sum 10": lambda: x.sum(),
        "softmax 10": lambda: x.softmax(0),
        "matmul 1x10x10": lambda: row @ a,
        "reshape 10": lambda: x.reshape(2, 5),
        "transpose 10x10": lambda: a.t().contiguous(),
        "concatenate 10": lambda: torch.cat([x, y]),
        "take 10": lambda: x[places],
        "greater 10": lambda: x > y,
    }


def seconds_of(run):
    """Of one call: the time of as many as fill the round."""
    run()
    count, spent = 1, 0.0
    while spent < args.seconds:
        begin = time.perf_counter()
        for _ in range(count):
            run()
        spent = time.perf_counter() - begin
        if spent < args.seconds:
            count = max(2 * count, int(count * 1.2 * args.seconds / max(spent, 1e-9)))
            count = min(count, 10_000_000)
    return spent / count


def ours():
    printed = subprocess.run(
        [args.bench_eager, f"--benchmark_filter=^({args.filter})/real_time$",
         f"--benchmark_min_time={args.seconds}", "--benchmark_format=json"],
        check=True, capture_output=True, text=True).stdout
    scale = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
    return {run["name"].removesuffix("/real_time"): run["real_time"] * scale[run["time_unit"]]
            for run in json.loads(printed)["benchmarks"]}


def main():
    theirs = {}
    for family in (elementwise, reductions, products, movement, sorting, others, small):
        theirs.update(family())
    mine, peer = {}, {}
    for _ in range(args.rounds):
        times = ours()
        if args.filter == ".*" and set(times) != set(theirs):
            raise SystemExit(f"only one side has {sorted(set(times) ^ set(theirs))}")
        for name, seconds in times.items():
            mine.setdefault(name, []).append(seconds)
            peer.setdefault(name, []).append(seconds_of(theirs[name]))
    print(f"| op | Cornu, µs | PyTorch {torch.__version__.split('+')[0]}, µs | ratio |")
    print("|---|---|---|---|")
    ratios = {}
    for name in mine:
        ratios[name] = statistics.median(t / m for m, t in zip(mine[name], peer[name]))
        a, b = (1e6 * statistics.median(side[name]) for side in (mine, peer))
        print(f"| {name} | {a:.4g} | {b:.4g} | {ratios[name]:.2f} |")
    mean = math.exp(statistics.fmean(math.log(r) for r in ratios.values()))
    print(f"\n{len(ratios)} ops, {args.threads} threads: geometric mean {mean:.2f}, "
          f"least {min(ratios.values()):.2f}")


main()
