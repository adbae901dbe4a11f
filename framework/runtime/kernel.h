#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "framework/ir/graph.h"
#include "framework/tensor/storage.h"

namespace cornu {

/// What a kernel is asked to do: an op on inputs of known shapes.
struct KernelArgs {
  const OpDef& def;
  const Attrs& attrs;
  std::span<const Spec> in, out;
  /// Bit i: output i is used. Auxiliary outputs that are not need not be made.
  uint64_t wanted = ~uint64_t{0};
  std::span<const Ref<Graph>> subgraphs = {};
  bool deterministic = true;
  /// Bit i: input i keeps its value from run to run (a weight): worth packing.
  uint64_t constant_inputs = 0;

  /// Outputs past the 64th are never auxiliary.
  bool wants(size_t output) const { return output >= 64 || (wanted >> output & 1); }
  template <class C>
  const C& as() const {
    return attrs.as<C>();
  }
};

/// The order of elements of each operand; empty means dense row-major for all.
struct Layouts {
  std::vector<LayoutRef> in, out;
  /// Of an offer: about how long the kernel takes.
  double nanoseconds = 0;

  std::string text() const {
    std::string text;
    for (const auto* list : {&in, &out})
      for (const LayoutRef& layout : *list) text += concat(layout ? layout->text() : "dense", ' ');
    return text;
  }
  friend bool operator==(const Layouts& a, const Layouts& b) {
    const auto same = [](const std::vector<LayoutRef>& x, const std::vector<LayoutRef>& y) {
      return std::equal(x.begin(), x.end(), y.begin(), y.end(), same_layout);
    };
    return same(a.in, b.in) && same(a.out, b.out);
  }
};

/// Where work is queued: operations on one stream happen in order.
class Stream {
 public:
  virtual ~Stream() = default;
  /// Runs `work(argument)` after everything queued before; at once on the CPU.
  virtual void enqueue(void (*work)(void*), void* argument, void (*drop)(void*)) = 0;
  virtual void synchronize() = 0;
};

/// Addresses of a kernel's operands for one run. An output that is not wanted is null.
struct Operands {
  const void* const* in;
  void* const* out;
  void* workspace;

  template <class T>
  const T* input(size_t i) const {
    return static_cast<const T*>(in[i]);
  }
  template <class T>
  T* output(size_t i = 0) const {
    return static_cast<T*>(out[i]);
  }
};

/// A kernel prepared for fixed shapes and layouts. Immutable: many threads may run one at a time
/// each with its own workspace. `run` neither allocates nor synchronises.
class PreparedKernel : public RefCounted {
 public:
  virtual void run(Stream& stream, const Operands& operands) const = 0;

  size_t workspace_bytes = 0;
  /// {output, input}: the output may take the input's place in memory.
  std::vector<std::pair<int, int>> may_alias;
  /// Always the same bits for the same inputs.
  bool deterministic = true;
  bool capturable = true;
  const char* name = "";
};

/// Why a kernel cannot do it; empty: it can.
using Why = std::string;

/// One way to run an op on a device. The first candidate that does not decline, or among those
/// that offer layouts the cheapest, runs.
struct Kernel {
  const char* name;
  Why (*declines)(const KernelArgs&);
  Ref<PreparedKernel> (*prepare)(const KernelArgs&, const Layouts&);
  /// The layouts that it likes, best first; null: dense row-major only.
  std::vector<Layouts> (*offers)(const KernelArgs&) = nullptr;
  /// Runs with any layout that all operands of one shape share: element by element.
  bool any_layout = false;
};

inline Why accept(const KernelArgs&) { return {}; }

/// Wraps a function that needs no preparation.
template <auto function>
class PlainKernel final : public PreparedKernel {
 public:
  explicit PlainKernel(const KernelArgs& args)
      : def_(args.def),
        attrs_(args.attrs),
        in_(args.in.begin(), args.in.end()),
        out_(args.out.begin(), args.out.end()),
        wanted_(args.wanted) {}
  void run(Stream&, const Operands& operands) const override {
    function(KernelArgs{def_, attrs_, in_, out_, wanted_}, operands);
  }

 private:
  const OpDef& def_;
  Attrs attrs_;
  std::vector<Spec> in_, out_;
  uint64_t wanted_;
};

template <auto function>
Ref<PreparedKernel> plain(const KernelArgs& args, const Layouts&) {
  return make_ref<PlainKernel<function>>(args);
}

/// A kernel for an op or a family of ops, by name.
struct KernelRow {
  std::string_view op;
  const Kernel* kernel;
};

}  // namespace cornu
