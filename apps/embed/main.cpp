// Prints which class a trained model sees in numbers: embed MODEL.keras NUMBER…
#include <cornu/cornu.h>

#include <algorithm>
#include <iostream>

using namespace cornu;

int main(int count, char** arguments) {
  try {
    if (count < 3) {
      std::cerr << "usage: embed MODEL.keras NUMBER...\n";
      return 2;
    }
    const Model model = load_model(arguments[1], {.compile = false});
    std::vector<float> numbers;
    for (int i = 2; i < count; ++i) numbers.push_back(std::stof(arguments[i]));
    const Tensor x = ops::expand_dims(constant(numbers), {.axis = 0});
    const std::vector<float> shares = model(x).to_vector<float>();
    const auto best = std::max_element(shares.begin(), shares.end()) - shares.begin();
    const std::vector<std::string>& names = model.class_names();
    std::cout << (names.empty() ? std::to_string(best) : names.at(static_cast<size_t>(best)))
              << '\n';
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
