#include <benchmark/benchmark.h>
#include <cornu/cornu.h>

#include <functional>

/// Single ops as a user calls them, eagerly. against_torch.py times PyTorch's under the same names.
namespace {

using namespace cornu;

struct Op {
  const char* name;
  std::function<Tensor()> run;
};

Tensor floats(const Shape& shape, int seed = 1) { return random::uniform(shape, {.seed = seed}); }

Tensor indices(const Shape& shape, int64_t below) {
  return random::randint(shape, 0, below, {.seed = 1});
}

std::vector<Op> elementwise() {
  const Tensor x = floats({1 << 20}) + 0.5, y = floats({1 << 20}, 2) + 0.5, z = x - 1;
  const Tensor mask = x > y, rows = floats({1024, 1024}), bias = floats({1024}),
               rare = floats({1024, 1});
  return {
      {"add 1M", [=] { return x + y; }},
      {"multiply 1M", [=] { return x * y; }},
      {"divide 1M", [=] { return x / y; }},
      {"maximum 1M", [=] { return ops::maximum(x, y); }},
      {"power 1M", [=] { return ops::power(x, y); }},
      {"greater 1M", [=] { return x > y; }},
      {"where 1M", [=] { return ops::where(mask, x, y); }},
      {"clip 1M", [=] { return ops::clip(z, {.x_min = -0.2, .x_max = 0.2}); }},
      {"exp 1M", [=] { return ops::exp(z); }},
      {"log 1M", [=] { return ops::log(x); }},
      {"sqrt 1M", [=] { return ops::sqrt(x); }},
      {"sin 1M", [=] { return ops::sin(z); }},
      {"tanh 1M", [=] { return ops::tanh(z); }},
      {"sigmoid 1M", [=] { return ops::sigmoid(z); }},
      {"erf 1M", [=] { return ops::erf(z); }},
      {"relu 1M", [=] { return ops::relu(z); }},
      {"gelu 1M", [=] { return ops::gelu(z); }},
      {"silu 1M", [=] { return ops::silu(z); }},
      {"softplus 1M", [=] { return ops::softplus(z); }},
      {"add row 1024x1024", [=] { return rows + bias; }},
      {"add column 1024x1024", [=] { return rows + rare; }},
      {"cast 1M to int32", [=] { return ops::cast(x, DType::i32); }},
  };
}

std::vector<Op> reductions() {
  const Tensor x = floats({1024, 1024}), images = floats({32, 28, 28, 32});
  const Tensor gamma = floats({1024}), beta = floats({1024}, 2), labels = indices({1024}, 1024);
  return {
      {"sum 1024x1024", [=] { return ops::sum(x); }},
      {"sum rows 1024x1024", [=] { return ops::sum(x, {.axis = 1}); }},
      {"sum columns 1024x1024", [=] { return ops::sum(x, {.axis = 0}); }},
      {"mean 32x28x28x32 over images",
       [=] {
         return ops::mean(images, {.axis = {1, 2}});
       }},
      {"max rows 1024x1024", [=] { return ops::max(x, {.axis = 1}); }},
      {"max columns 1024x1024", [=] { return ops::max(x, {.axis = 0}); }},
      {"argmax rows 1024x1024", [=] { return ops::argmax(x, {.axis = 1}); }},
      {"var rows 1024x1024", [=] { return ops::var(x, {.axis = 1}); }},
      {"logsumexp rows 1024x1024", [=] { return ops::logsumexp(x, {.axis = 1}); }},
      {"cumsum rows 1024x1024", [=] { return ops::cumsum(x, {.axis = 1}); }},
      {"cumsum columns 1024x1024", [=] { return ops::cumsum(x, {.axis = 0}); }},
      {"softmax 1024x1024", [=] { return ops::softmax(x); }},
      {"log_softmax 1024x1024", [=] { return ops::log_softmax(x); }},
      {"layer_normalization 1024x1024", [=] { return ops::layer_normalization(x, gamma, beta); }},
      {"cross entropy 1024x1024",
       [=] { return ops::sparse_categorical_crossentropy(labels, x, {.from_logits = true}); }},
  };
}

std::vector<Op> products() {
  const Tensor a = floats({512, 512}), b = floats({512, 512}, 2), row = floats({512});
  const Tensor batch = floats({32, 128, 64}), other = floats({32, 64, 128}, 2);
  const Tensor images = floats({8, 28, 28, 64}), kernel = floats({3, 3, 64, 64}),
               deep = floats({3, 3, 64, 1}), signal = floats({8, 1024, 32}),
               taps = floats({5, 32, 64}), heads = floats({4, 256, 8, 64});
  return {
      {"matmul 512x512x512", [=] { return ops::matmul(a, b); }},
      {"matmul 32 of 128x64x128", [=] { return ops::matmul(batch, other); }},
      {"matmul 512x512 by vector", [=] { return ops::matmul(a, row); }},
      {"outer 512x512", [=] { return ops::outer(row, row); }},
      {"conv 3x3 8x28x28x64", [=] { return ops::conv(images, kernel, {.padding = "same"}); }},
      {"depthwise_conv 3x3 8x28x28x64",
       [=] { return ops::depthwise_conv(images, deep, {.padding = "same"}); }},
      {"conv 5 8x1024x32", [=] { return ops::conv(signal, taps, {.padding = "same"}); }},
      {"max_pool 2x2 8x28x28x64",
       [=] {
         return ops::max_pool(images, {.pool_size = {2, 2}, .strides = {2, 2}});
       }},
      {"average_pool 2x2 8x28x28x64",
       [=] {
         return ops::average_pool(images, {.pool_size = {2, 2}, .strides = {2, 2}});
       }},
      {"attention 4x256x8x64", [=] { return ops::dot_product_attention(heads, heads, heads); }},
  };
}

std::vector<Op> movement() {
  const Tensor x = floats({1024, 1024}), images = floats({32, 28, 28, 32}),
               list = floats({1 << 20});
  const Tensor table = floats({10000, 128}), some = indices({4096}, 10000),
               each = indices({1024, 1024}, 1024), rows = floats({4096, 128}),
               classes = indices({4096}, 128);
  return {
      {"transpose 1024x1024", [=] { return ops::transpose(x); }},
      {"transpose 32x28x28x32 to channels first",
       [=] {
         return ops::transpose(images, {.axes = {{0, 3, 1, 2}}});
       }},
      {"concatenate rows 1024x1024",
       [=] {
         return ops::concatenate({x, x}, {.axis = 1});
       }},
      {"stack 1024x1024",
       [=] {
         return ops::stack({x, x});
       }},
      {"pad 32x28x28x32",
       [=] {
         return ops::pad(images, {.pad_width = {{0, 0}, {1, 1}, {1, 1}, {0, 0}}});
       }},
      {"flip 1024x1024", [=] { return ops::flip(x, {.axis = 1}); }},
      {"roll 1024x1024", [=] { return ops::roll(x, {.shift = 7, .axis = 1}); }},
      {"repeat 1M twice", [=] { return ops::repeat(list, {.repeats = 2}); }},
      {"tile 1M twice", [=] { return ops::tile(list, {.repeats = 2}); }},
      {"tril 1024x1024", [=] { return ops::tril(x); }},
      {"take 4096 of 10000x128", [=] { return ops::take(table, some, {.axis = 0}); }},
      {"take_along_axis 1024x1024", [=] { return ops::take_along_axis(x, each, {.axis = 1}); }},
      {"segment_sum 4096x128",
       [=] { return ops::segment_sum(rows, classes, {.num_segments = 128}); }},
      {"one_hot 4096x128", [=] { return ops::one_hot(classes, {.num_classes = 128}); }},
  };
}

std::vector<Op> sorting() {
  const Tensor x = floats({256, 4096}), list = floats({1 << 20}), edges = ops::sort(floats({1000}));
  return {
      {"sort 1M", [=] { return ops::sort(list); }},
      {"sort rows 256x4096", [=] { return ops::sort(x); }},
      {"argsort rows 256x4096", [=] { return ops::argsort(x); }},
      {"top_k 10 of 256x4096", [=] { return ops::top_k(x, {.k = 10})[0]; }},
      {"searchsorted 1M in 1000", [=] { return ops::searchsorted(edges, list); }},
  };
}

std::vector<Op> others() {
  const Tensor a = floats({256, 256}), eye = ops::eye(256),
               square = ops::matmul(a, ops::transpose(a)) + eye, b = floats({256, 16});
  const Tensor signal = floats({512, 1024}), images = floats({8, 64, 64, 3}), x = floats({1 << 20});
  return {
      {"cholesky 256", [=] { return ops::cholesky(square); }},
      {"solve 256 for 16", [=] { return ops::solve(square, b); }},
      {"inv 256", [=] { return ops::inv(square); }},
      {"qr 256", [=] { return ops::qr(a)[0]; }},
      {"svd 256", [=] { return ops::svd(a)[0]; }},
      {"eigh 256", [=] { return ops::eigh(square)[0]; }},
      {"rfft 512x1024", [=] { return ops::rfft(signal)[0]; }},
      {"resize 8x64x64x3 to 128x128",
       [=] {
         return ops::image::resize(images, {.size = {128, 128}});
       }},
      {"uniform 1M", [] { return random::uniform({1 << 20}); }},
      {"normal 1M", [] { return random::normal({1 << 20}); }},
      {"dropout 1M", [=] { return random::dropout(x, 0.5); }},
  };
}

/// Of ten elements: what a call costs.
std::vector<Op> small() {
  const Tensor x = floats({10}), y = floats({10}, 2), row = floats({1, 10}), a = floats({10, 10});
  const Tensor places = indices({10}, 10);
  return {
      {"add 10", [=] { return x + y; }},
      {"multiply 10", [=] { return x * y; }},
      {"exp 10", [=] { return ops::exp(x); }},
      {"relu 10", [=] { return ops::relu(x); }},
      {"sum 10", [=] { return ops::sum(x); }},
      {"softmax 10", [=] { return ops::softmax(x); }},
      {"matmul 1x10x10", [=] { return ops::matmul(row, a); }},
      {"reshape 10",
       [=] {
         return ops::reshape(x, {.newshape = {2, 5}});
       }},
      {"transpose 10x10", [=] { return ops::transpose(a); }},
      {"concatenate 10",
       [=] {
         return ops::concatenate({x, y});
       }},
      {"take 10", [=] { return ops::take(x, places); }},
      {"greater 10", [=] { return x > y; }},
  };
}

const bool registered = [] {
  for (const auto& family : {elementwise, reductions, products, movement, sorting, others, small})
    for (const Op& op : family())
      benchmark::RegisterBenchmark(op.name, [run = op.run](benchmark::State& state) {
        for (auto _ : state) benchmark::DoNotOptimize(run());
      })->UseRealTime();
  return true;
}();

}  // namespace
