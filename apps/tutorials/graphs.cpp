#include <cornu/cornu.h>

#include <iostream>

using namespace cornu;

/// Lazy mode: first a graph of what is to be computed, then runs of it. And eager mode, which needs
/// none of this.
int main() {
  Graph graph;
  const Variable runs(constant(0.0), {.name = "runs"});
  Tensor p, f, counted;
  {
    // Within the scope operations are taken down, and nothing is computed.
    const auto scope = graph.as_default();
    p = placeholder(DType::f32, {.name = "p"});  // its shape may differ from run to run
    f = ops::power(p, 2);
    runs.assign_add(constant(1.0));
    counted = runs.value();
  }
  std::cout << "f before any run: " << f << "\n\n" << graph.text() << '\n';

  // A run is fed the placeholders and computes what is asked for, the variables' changes included.
  Session session(graph);
  std::cout << "f of a list: " << session.run(f, {{p, constant({2.0, 3.0, 5.0})}}) << '\n'
            << "f of a table: " << session.run(f, {{p, constant({{1.0, 2.0}, {3.0, 4.0}})}}) << '\n'
            << "runs: " << session.run(counted) << '\n';
  try {
    session.run(f);
  } catch (const Error& error) {
    std::cout << error.what() << '\n';
  }

  // Eager mode is the default: tensors are given directly, results are there at once.
  std::cout << "eagerly: " << ops::power(constant({2.0, 3.0, 5.0}), 2) << '\n';
}
