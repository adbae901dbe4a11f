#include "framework/autodiff/backward.h"

#include <algorithm>
#include <map>
#include <set>

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/derived_vjp.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/reduce.h"

namespace cornu {

namespace {

[[noreturn]] void fail_no_gradient(const OpDef& def) {
  fail<ValueError>(def.name, " has no gradient",
                   def.no_gradient.empty() ? "" : concat(": ", def.no_gradient),
                   ".\n  hint: ops::stop_gradient cuts it out of the differentiated path.");
}

}  // namespace

Tensors input_gradients(const OpRecord& record, const Tensors& dout, std::span<const bool> wanted) {
  const OpDef& def = *record.def;
  Tensors gradients;
  if (def.vjp)
    gradients = def.vjp({def, record.in, record.out, dout, record.attrs, record.subgraphs, wanted});
  else if (def.decompose)
    gradients = derived_vjp(def, record.in, record.attrs, dout, wanted);
  else
    fail_no_gradient(def);
  gradients.resize(record.in.size());
  for (size_t i = 0; i < gradients.size(); ++i) {
    if (!wanted[i]) gradients[i] = Tensor();
    if (!gradients[i].defined()) continue;
    const Tensor& input = record.in[i];
    gradients[i] = ops::cast(sum_to_shape(gradients[i], input.shape()), input.dtype());
  }
  return gradients;
}

Tensors backward(std::span<const OpRecord> records, const Tensors& targets, const Tensors& seeds,
                 std::span<const TensorId> sources) {
  std::set<TensorId> dependent(sources.begin(), sources.end());
  for (const OpRecord& record : records) {
    const bool depends = std::any_of(record.in.begin(), record.in.end(),
                                     [&](const Tensor& t) { return dependent.contains(t.id()); });
    if (!depends) continue;
    for (const Tensor& out : record.out)
      if (out.defined() && is_floating(out.dtype())) dependent.insert(out.id());
  }

  std::map<TensorId, Tensor> gradient;
  const auto accumulate = [&](const TensorId& id, const Tensor& value) {
    Tensor& total = gradient[id];
    total = total.defined() ? ops::add(total, value) : value;
  };
  for (size_t i = 0; i < targets.size(); ++i)
    accumulate(targets[i].id(),
               i < seeds.size() && seeds[i].defined() ? seeds[i] : ones_like(targets[i]));

  const std::set<TensorId> source_set(sources.begin(), sources.end());
  for (size_t r = records.size(); r-- > 0;) {
    const OpRecord& record = records[r];
    Tensors dout(record.out.size());
    bool reached = false;
    for (size_t i = 0; i < record.out.size(); ++i) {
      if (!record.out[i].defined()) continue;
      const auto found = gradient.find(record.out[i].id());
      if (found == gradient.end()) continue;
      const bool auxiliary = record.def->is_auxiliary(record.attrs, i);
      if (!auxiliary) {
        dout[i] = found->second;
        reached = true;
      }
    }
    if (!reached) continue;
    bool any = false;
    std::vector<uint8_t> want(record.in.size());
    for (size_t i = 0; i < record.in.size(); ++i) {
      want[i] = is_floating(record.in[i].dtype()) && dependent.contains(record.in[i].id());
      any |= want[i] != 0;
    }
    if (!any) continue;
    static_assert(sizeof(bool) == 1);
    const Tensors gradients =
        input_gradients(record, dout, {reinterpret_cast<const bool*>(want.data()), want.size()});
    // What is not a source is not asked for again: its memory can go.
    for (const Tensor& out : record.out)
      if (out.defined() && !source_set.contains(out.id())) gradient.erase(out.id());
    for (size_t i = 0; i < gradients.size(); ++i)
      if (gradients[i].defined()) accumulate(record.in[i].id(), gradients[i]);
  }

  Tensors out;
  for (const TensorId& source : sources) {
    const auto found = gradient.find(source);
    out.push_back(found == gradient.end() ? Tensor() : found->second);
  }
  return out;
}

}  // namespace cornu
