#include <cornu/cornu.h>

#include <fstream>
#include <iostream>
#include <sstream>

using namespace cornu;

namespace {

constexpr size_t kAllElements = 1'000'000;  // of a constant, written out

/// The program of a graph as text; its variables beside it.
void save(const Graph& graph, const Session& session, const std::string& path) {
  std::ofstream(path + ".graph") << graph.text(kAllElements);
  Checkpoint().add("session", session).save(path + ".h5");
}

}  // namespace

/// Training stops and goes on: with the variables alone, and with a graph that nobody builds again.
int main() {
  const Tensor x_train = constant({0.0, 1.0, 2.0, 3.0}), y_train = constant({1.0, 3.0, 5.0, 7.0});
  Graph graph;
  const Variable w(constant(0.0), {.name = "w"}), b(constant(0.0), {.name = "b"});
  const optimizers::Adam adam({.learning_rate = 0.1});
  Tensor x, y, loss;
  {
    const auto scope = graph.as_default();
    x = placeholder(DType::f32, {.shape = {unknown}, .name = "x"});
    y = placeholder(DType::f32, {.shape = {unknown}, .name = "y"});
    loss = adam.minimize([&] { return losses::mean_squared_error(y, w * x + b); }, {w, b});
    graph.outputs = {value_of(loss)};  // so that a reader of the text knows what to ask for
  }
  Session session(graph);
  const auto step = [&] { return session.run(loss, {{x, x_train}, {y, y_train}}).item<float>(); };
  for (int i = 1; i <= 10; ++i) std::cout << "step " << i << ": loss " << step() << '\n';
  save(graph, session, "line");
  std::cout << "step 11: loss " << step() << '\n';

  // The variables alone: the optimizer's are among them.
  Checkpoint().add("session", session).restore("line.h5");
  std::cout << "step 11 after restoring the variables: loss " << step() << '\n';

  // The whole program, as another process would find it.
  std::ostringstream text;
  text << std::ifstream("line.graph").rdbuf();
  const Ref<Graph> read = parse_graph(text.str());
  Session again(*read);
  Checkpoint().add("session", again).restore("line.h5");
  const Tensor found =
      again.run(read->tensor(read->outputs[0]), {{read->tensor(read->inputs[0]->out()), x_train},
                                                 {read->tensor(read->inputs[1]->out()), y_train}});
  std::cout << "step 11 of the program that was read: loss " << found.item<float>() << '\n';
}
