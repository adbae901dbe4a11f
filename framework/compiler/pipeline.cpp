#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "framework/base/error.h"
#include "framework/compiler/pass.h"
#include "framework/compiler/passes/passes.h"

namespace cornu {

namespace {

/// In order. `share` and `prune` clean up after what came before them.
constexpr std::array kPasses = std::to_array<Pass>({
    {"inline_calls", passes::inline_calls},
    {"forward_values", passes::forward_values, true},
    {"prune", passes::prune},
    {"simplify", passes::simplify},
    {"share", passes::share},
    {"prune_after_share", passes::prune},
    {"relu_after_pool", passes::relu_after_pool},
    {"prune_after_pools", passes::prune},
    {"fuse_epilogues", passes::fuse_epilogues},
    {"fuse_bias_gradients", passes::fuse_bias_gradients},
    {"prune_after_epilogues", passes::prune},
    {"fuse_elementwise", passes::fuse_elementwise},
    {"prune_after_fusion", passes::prune},
});

using Names = std::vector<std::string>;

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void check_names(std::string_view where, const Names& names) {
  Names known;
  for (const Pass& pass : kPasses) known.emplace_back(pass.name);
  for (const std::string& name : names)
    if (!has(known, name))
      fail<ConfigError>(where, ": there is no pass ", quote(name), ".", suggest(name, known));
}

/// The names in an environment variable.
Names names_in(const char* variable) {
  const char* text = std::getenv(variable);
  Names names;
  for (std::string_view rest = text ? text : ""; !rest.empty();) {
    const size_t comma = std::min(rest.find(','), rest.size());
    names.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (!has(names, "all")) check_names(variable, names);
  return names;
}

void dump_to_stderr(std::string_view pass, const Graph& graph) {
  const std::string text = concat("after ", pass, ":\n", graph.text(), "\n");
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

void run_pipeline(Graph& graph, const PipelineOptions& options) {
  check_names("disabled passes", options.disabled);
  const Names disabled = names_in("CORNU_DISABLE_PASSES"), dumped = names_in("CORNU_DUMP_PASSES");
  for (const Pass& pass : kPasses) {
    const bool unwanted =
        has(options.disabled, pass.name) || has(disabled, pass.name) || has(disabled, "all");
    if (unwanted && !pass.required) continue;
    const bool changed = pass.run(graph);
    try {
      verify(graph);
    } catch (InternalError& error) {
      error.add_place(concat("after the pass ", pass.name));
      throw;
    }
    if (changed && options.dump) options.dump(pass.name, graph);
    if (changed && (has(dumped, pass.name) || has(dumped, "all"))) dump_to_stderr(pass.name, graph);
  }
}

}  // namespace cornu
