#include "framework/ops/while_loop.h"

#include <cstring>

#include "framework/runtime/subgraph.h"

namespace cornu::control {

namespace {

/// Two sets of buffers take turns for the carries; the last set is copied to the outputs.
class PreparedWhileLoop final : public PreparedKernel {
 public:
  explicit PreparedWhileLoop(const KernelArgs& args)
      : attrs_(args.as<WhileLoopAttrs>()),
        inputs_(args.in.size()),
        condition_(compile_subgraph(args.subgraphs[0], args.in[0].device)),
        body_(compile_subgraph(args.subgraphs[1], args.in[0].device)) {
    for (size_t i = 0; i < carries(); ++i) {
      bytes_.push_back(args.in[i].bytes());
      offsets_.push_back(workspace_bytes);
      workspace_bytes += 2 * aligned(bytes_.back());
    }
    holds_offset_ = workspace_bytes;
    pointers_offset_ = holds_offset_ + 64;
    workspace_bytes = pointers_offset_ + sizeof(void*) * (2 * inputs_ + carries() + 1);
  }

  void run(Stream&, const Operands& operands) const override {
    auto* workspace = static_cast<std::byte*>(operands.workspace);
    const auto captures = static_cast<size_t>(attrs_.condition_captures);
    auto** test_in = reinterpret_cast<const void**>(workspace + pointers_offset_);
    auto** step_in = test_in + inputs_;
    auto** out = const_cast<void**>(step_in + inputs_);
    for (size_t i = 0; i < carries(); ++i) test_in[i] = step_in[i] = operands.in[i];
    for (size_t i = 0; i < captures; ++i) test_in[carries() + i] = operands.in[carries() + i];
    for (size_t i = carries() + captures; i < inputs_; ++i) step_in[i - captures] = operands.in[i];
    void* holds = workspace + holds_offset_;
    for (size_t turn = 0;; turn ^= 1) {
      condition_->run(test_in, &holds);
      if (!*static_cast<const bool*>(holds)) break;
      for (size_t i = 0; i < carries(); ++i)
        out[i] = workspace + offsets_[i] + turn * aligned(bytes_[i]);
      body_->run(step_in, out);
      for (size_t i = 0; i < carries(); ++i) test_in[i] = step_in[i] = out[i];
    }
    for (size_t i = 0; i < carries(); ++i) std::memcpy(operands.out[i], step_in[i], bytes_[i]);
  }

 private:
  static size_t aligned(size_t bytes) { return (bytes + 63) / 64 * 64; }
  size_t carries() const { return static_cast<size_t>(attrs_.carries); }

  WhileLoopAttrs attrs_;
  size_t inputs_;
  Ref<SubgraphProgram> condition_, body_;
  std::vector<size_t> bytes_, offsets_;
  size_t holds_offset_ = 0, pointers_offset_ = 0;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<PreparedWhileLoop>(args);
}

}  // namespace

extern constinit const Kernel while_loop_kernel{"control", accept, prepare};

}  // namespace cornu::control
