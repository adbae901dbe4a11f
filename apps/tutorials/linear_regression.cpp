#include <cornu/cornu.h>

#include <iomanip>
#include <iostream>

using namespace cornu;

/// Finds the line through 25 points: hours of study and the scores they led to.
int main() {
  const Tensor hours = constant({2.5, 5.1, 3.2, 8.5, 3.5, 1.5, 9.2, 5.5, 8.3, 2.7, 7.7, 5.9, 4.5,
                                 3.3, 1.1, 8.9, 2.5, 1.9, 6.1, 7.4, 2.7, 4.8, 3.8, 6.9, 7.8});
  const Tensor scores =
      constant({21.0, 47.0, 27.0, 75.0, 30.0, 20.0, 88.0, 60.0, 81.0, 25.0, 85.0, 62.0, 41.0,
                42.0, 17.0, 95.0, 30.0, 24.0, 67.0, 69.0, 30.0, 54.0, 35.0, 76.0, 86.0});
  const auto loss_of = [&](const Tensor& intercept, const Tensor& slope) {
    return losses::mean_squared_error(scores, intercept + slope * hours) / 100;
  };
  std::cout << "loss(0.5, 8) = " << loss_of(constant(0.5), constant(8.0)) << '\n'
            << "loss(1.2, 10.06) = " << loss_of(constant(1.2), constant(10.06)) << '\n';

  // An optimizer changes the variables so that the loss becomes smaller: it takes the gradient of
  // whatever the function computes.
  const Variable intercept(constant(1.0), {.name = "intercept"});
  const Variable slope(constant(10.0), {.name = "slope"});
  const optimizers::Adam adam({.learning_rate = 0.5});
  for (int step = 1; step <= 100; ++step) {
    adam.minimize([&] { return loss_of(intercept, slope); }, {intercept, slope});
    if (step % 10 == 1)
      std::cout << std::setw(3) << step << "  100 * loss = " << std::setprecision(5)
                << 100 * loss_of(intercept, slope).item<float>() << '\n';
  }
  std::cout << "score = " << intercept.value().item<float>() << " + " << slope.value().item<float>()
            << " * hours\n";
}
