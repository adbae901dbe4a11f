#pragma once

#include "framework/compiler/pass.h"

/// Each pass has a file of its name; its order is in pipeline.cpp.
namespace cornu::passes {

bool inline_calls(Graph& graph);
bool forward_values(Graph& graph);
bool simplify(Graph& graph);
bool share(Graph& graph);
bool prune(Graph& graph);
bool fuse_bias_gradients(Graph& graph);
bool fuse_epilogues(Graph& graph);
bool fuse_elementwise(Graph& graph);
bool relu_after_pool(Graph& graph);

}  // namespace cornu::passes
