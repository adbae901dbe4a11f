#include "framework/ops/one_pass.h"

#include "framework/base/error.h"
#include "framework/ops/elementwise.h"
#include "framework/ops/fused.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

/// Below that many elements a program is not worth making.
constexpr int64_t kWorthwhile = 4096;

/// Writes elementwise ops down as a program: a traced tensor's index is its register. Registers of
/// instructions are negative until the number of inputs is known.
class ProgramTracer final : public Tracer {
 public:
  explicit ProgramTracer(const Tensor& x) : inputs_{x} { current() = this; }
  ~ProgramTracer() override { close(); }
  void close() { current() = nullptr; }

  Tensor operand() const { return at(inputs_[0].spec(), 0); }

  Tensors trace(const OpDef& def, const Tensors& in, const Attrs& attrs,
                std::span<const Ref<Graph>> subgraphs) override {
    CORNU_CHECK(def.elementwise, def.name, " in one pass with elementwise ops");
    std::vector<Spec> specs;
    int64_t registers[3] = {};
    for (size_t i = 0; i < in.size(); ++i) {
      specs.push_back(in[i].spec());
      registers[i] = in[i].is_traced() ? in[i].index() : input(in[i]);
    }
    check_inputs(def, specs);
    code_.insert(code_.end(), {def.elementwise->id, registers[0], registers[1], registers[2]});
    return {
        at(infer_outputs(def, specs, attrs, subgraphs)[0], -static_cast<int>(code_.size() / 4))};
  }
  bool follows(const Tensor&) const override { return false; }
  bool enter_phase(Phase) override { return false; }

  Tensor run(const Tensor& result) const {
    FusedProgram program = program_of_row(row_negative, result.dtype());
    const auto number = [&](int64_t place) {
      return place < 0 ? static_cast<int64_t>(inputs_.size()) - 1 - place : place;
    };
    program.code = code_;
    for (size_t i = 0; i < program.code.size(); ++i)
      if (i % 4 != 0) program.code[i] = number(program.code[i]);
    program.results = {number(result.index())};
    program.dtypes = {result.dtype()};
    return ops::fused(inputs_, program)[0];
  }

 private:
  Tensor at(const Spec& spec, int place) const {
    return Tensor::traced(spec, owner_, nullptr, place);
  }
  int64_t input(const Tensor& tensor) {
    inputs_.push_back(tensor);
    return static_cast<int64_t>(inputs_.size()) - 1;
  }

  Tensors inputs_;
  FusedCode code_;
  Ref<RefCounted> owner_ = make_ref<RefCounted>();
};

}  // namespace

bool runs_alone(const Tensor& x) {
  return !Tracer::current() && recorders().empty() && x.is_concrete();
}

Tensor in_one_pass(const Tensor& x, const std::function<Tensor(const Tensor&)>& expression) {
  if (!runs_alone(x) || x.size() < kWorthwhile) return expression(x);
  ProgramTracer program(x);
  const Tensor result = expression(program.operand());
  program.close();
  return result.is_traced() && result.index() < 0 ? program.run(result) : expression(x);
}

}  // namespace cornu
