#pragma once

#include <list>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "framework/ir/graph.h"

namespace cornu {

class Executable;
struct PlanConditions;

/// What `Graph::as_default()` returns: the graph takes down ops until the end of this scope.
class DefaultGraph {
 public:
  explicit DefaultGraph(GraphTracer& tracer);
  ~DefaultGraph();
  DefaultGraph(const DefaultGraph&) = delete;
  DefaultGraph& operator=(const DefaultGraph&) = delete;

 private:
  GraphTracer& tracer_;
};

struct PlaceholderOptions {
  Shape shape = Shape::unranked();  ///< Sizes, and the rank, may be unknown.
  std::string name = {};            ///< Of its own in the graph; given where it is empty.
};

/// A value of the graph that is being built which each run is fed. ValueError where no graph is, or
/// where it has a placeholder of that name.
Tensor placeholder(DType dtype, const PlaceholderOptions& options = {});

/// Values of a graph, and what stands for them in one run: `{{p, constant(2.f)}, …}`.
using Feeds = std::vector<std::pair<Tensor, Tensor>>;

struct RunOptions {
  bool assign = true;  ///< Carries out the variables' assignments that the graph holds.
};

/// Runs parts of a graph: what the fetches need is specialised to the shapes that are fed,
/// differentiated, compiled, and kept for the next run of the same fetches and shapes.
/// The graph must outlive the session.
class Session {
 public:
  explicit Session(Graph& graph);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// The fetched values; what is concrete already is its own. Any value of the graph may be fed; a
  /// placeholder that something needs must be. ShapeError, DTypeError or ValueError naming the
  /// placeholder where a feed is wrong or missing.
  Tensors run(const Tensors& fetches, const Feeds& feeds = {}, const RunOptions& options = {});
  Tensors run(std::initializer_list<Tensor> fetches, const Feeds& feeds = {},
              const RunOptions& options = {});
  Tensor run(const Tensor& fetch, const Feeds& feeds = {}, const RunOptions& options = {});

  /// The variables that the graph reads or assigns, in the order of their first use.
  Variables variables() const;

  /// How many programs it has compiled.
  size_t compiled() const { return compiled_; }

 private:
  struct Plan;
  Ref<Executable> find(const std::vector<Value>& fetches, const Feeds& feeds, bool assign);
  Ref<Executable> compile(const std::vector<Value>& fetches, const Feeds& feeds,
                          const std::vector<Graph::Update>& updates) const;

  Graph& graph_;
  std::mutex mutex_;
  std::list<Plan> plans_;  // guarded; the most recently used first
  size_t compiled_ = 0;
};

}  // namespace cornu
