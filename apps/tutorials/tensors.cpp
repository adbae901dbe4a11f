#include <cornu/cornu.h>

#include <iostream>

using namespace cornu;

/// What tensors are, and the first things to do with them.
int main() {
  // A tensor has a dtype and a shape: the sizes along its axes. Their number is its rank.
  const Tensor number = constant(5), list = constant({2, 5, 3}),
               table = constant({{1, 2, 7}, {3, 5, 4}}),
               block = constant({{{1, 2, 3}}, {{7, 8, 9}}});
  for (const Tensor& each : {number, list, table, block})
    std::cout << "rank " << each.ndim() << ": " << each << '\n';
  std::cout << "any rank: " << ones({1, 1, 2, 1, 1, 1, 2}) << '\n';

  // Tensors never change. Variables do: a model's weights are variables.
  std::cout << "\nthree in all places: " << constant(3, {2, 3}) << '\n';
  const Variable v(constant({1.0, 2.0, 3.0, 4.0, 5.0, 6.0}), {.name = "v"});
  std::cout << v << '\n';
  v.assign_add(constant(1.0, {6}));
  v.assign_sub(constant({0.0, 0.0, 0.0, 0.0, 0.0, 7.0}));
  std::cout << v << '\n';
  v.assign(zeros({6}));
  std::cout << v << '\n';

  // Operators and the functions in ops:: make new tensors. Integers stay integers.
  std::cout << "\nsums: " << constant({1}) + constant({2}) << '\n'
            << "      " << ops::add(constant({1, 2}), constant({3, 4})) << '\n'
            << "      " << constant({{1, 2}, {3, 4}}) + constant({{5, 6}, {7, 8}}) << '\n'
            << "products: " << ops::multiply(ones({1}), ones({1})) << '\n'
            << "          " << ops::matmul(ones({4, 2}), ones({2, 4})) << '\n';

  // From one seed come the same numbers each time. Another shape has the same elements.
  set_random_seed(1);
  const Tensor drawn = random::uniform({2, 2}, {.minval = 0, .maxval = 255, .dtype = DType::i32});
  set_random_seed(1);
  const Tensor again = random::uniform({2, 2}, {.minval = 0, .maxval = 255, .dtype = DType::i32});
  std::cout << "\ndrawn: " << drawn << '\n'
            << "again: " << again << '\n'
            << "in a column: " << ops::reshape(drawn, {.newshape = {4, 1}}) << '\n'
            << "of three axes: " << ops::reshape(ops::arange(12), {.newshape = {2, 2, 3}}) << '\n'
            << "of two: " << ops::reshape(ops::arange(12), {.newshape = {4, 3}}) << '\n';

  // A column of a table is converted before a model sees it.
  const Tensor column = constant(std::vector<double>{2.5, 5.1, 3.2});
  std::cout << "\nread: " << column << '\n'
            << "cast: " << ops::cast(column, DType::f32) << '\n'
            << "      " << ops::cast(constant({21, 47, 27}), DType::f32) << '\n';

  // Losses say how wrong predictions are: one number for each sample.
  const Tensor truth = constant({{0.0, 1.0}, {0.0, 0.0}}),
               guess = constant({{0.5, 0.5}, {3.0, -1.0}});
  std::cout << "\nsquared error: " << losses::mean_squared_error(truth, guess) << '\n'
            << "absolute error: " << losses::mean_absolute_error(truth, guess) << '\n'
            << "Huber's: " << losses::huber(truth, guess) << '\n';
}
