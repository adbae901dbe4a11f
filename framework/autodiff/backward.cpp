#include "framework/autodiff/backward.h"

#include <algorithm>
#include <map>
#include <set>

#include "framework/autodiff/later.h"
#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/derived_vjp.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/reduce.h"
#include "framework/runtime/place.h"

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

namespace {

/// The ops on the way from the sources to the targets, in order; what reaches a target at all.
struct Way {
  std::vector<const OpRecord*> records;
  std::set<TensorId> dependent;  ///< On the sources.
  std::set<TensorId> needed;     ///< For the targets.
};

Way way_between(std::span<const OpRecord> records, const Tensors& sources, const Tensors& targets) {
  Way way;
  for (const Tensor& source : sources) way.dependent.insert(source.id());
  std::vector<const OpRecord*> depending;
  for (const OpRecord& record : records) {
    const bool depends = std::any_of(record.in.begin(), record.in.end(), [&](const Tensor& t) {
      return way.dependent.contains(t.id());
    });
    if (!depends) continue;
    depending.push_back(&record);
    for (const Tensor& out : record.out)
      if (out.defined() && is_floating(out.dtype())) way.dependent.insert(out.id());
  }
  for (const Tensor& target : targets) way.needed.insert(target.id());
  for (size_t r = depending.size(); r-- > 0;) {
    const OpRecord& record = *depending[r];
    const bool needed = std::any_of(record.out.begin(), record.out.end(), [&](const Tensor& t) {
      return t.defined() && way.needed.contains(t.id());
    });
    if (!needed) continue;
    for (const Tensor& in : record.in) way.needed.insert(in.id());
    way.records.push_back(&record);
  }
  std::reverse(way.records.begin(), way.records.end());
  return way;
}

/// Hands what is connected to gradients_later, and puts its results in their places.
Tensors connected_later(const Way& way, const Tensors& targets, const Tensors& seeds,
                        const Tensors& sources) {
  Tensors reached, reached_seeds, own;
  for (size_t i = 0; i < targets.size(); ++i)
    if (way.dependent.contains(targets[i].id())) {
      reached.push_back(targets[i]);
      reached_seeds.push_back(i < seeds.size() ? seeds[i] : Tensor());
    }
  std::map<TensorId, size_t> place;
  for (const Tensor& source : sources)
    if (way.needed.contains(source.id()) && place.try_emplace(source.id(), own.size()).second)
      own.push_back(source);
  Tensors out(sources.size());
  if (own.empty() || reached.empty()) return out;
  const Tensors found = gradients_later(way.records, reached, reached_seeds, own);
  for (size_t i = 0; i < sources.size(); ++i)
    if (const auto at = place.find(sources[i].id()); at != place.end()) out[i] = found[at->second];
  return out;
}

}  // namespace

Tensors backward(std::span<const OpRecord> all, const Tensors& targets, const Tensors& seeds,
                 const Tensors& sources) {
  const AtPlace here({PlaceScope::current().layers, true});
  const Way way = way_between(all, sources, targets);
  if (any_unknown(way.records)) return connected_later(way, targets, seeds, sources);

  std::map<TensorId, Tensor> gradient;
  const auto accumulate = [&](const TensorId& id, const Tensor& value) {
    Tensor& total = gradient[id];
    total = total.defined() ? ops::add(total, value) : value;
  };
  for (size_t i = 0; i < targets.size(); ++i)
    accumulate(targets[i].id(),
               i < seeds.size() && seeds[i].defined() ? seeds[i] : ones_like(targets[i]));

  std::set<TensorId> source_set;
  for (const Tensor& source : sources) source_set.insert(source.id());
  for (size_t r = way.records.size(); r-- > 0;) {
    const OpRecord& record = *way.records[r];
    const AtPlace place({record.place.layers, true});
    Tensors dout(record.out.size());
    bool reached = false;
    for (size_t i = 0; i < record.out.size(); ++i) {
      if (!record.out[i].defined()) continue;
      const auto found = gradient.find(record.out[i].id());
      if (found == gradient.end()) continue;
      if (record.def->auxiliary_gradients || !record.def->is_auxiliary(record.attrs, i)) {
        dout[i] = found->second;
        reached = true;
      }
    }
    if (!reached) continue;
    bool any = false;
    std::vector<uint8_t> want(record.in.size());
    for (size_t i = 0; i < record.in.size(); ++i) {
      want[i] = is_floating(record.in[i].dtype()) && way.dependent.contains(record.in[i].id());
      any |= want[i] != 0;
    }
    if (!any) continue;
    static_assert(sizeof(bool) == 1);
    Tensors gradients;
    try {
      gradients =
          input_gradients(record, dout, {reinterpret_cast<const bool*>(want.data()), want.size()});
    } catch (Error& error) {
      if (!record.place.layers.empty())
        error.add_place(concat("in layer ", quote(record.place.layers)));
      throw;
    }
    // What is not a source is not asked for again: its memory can go.
    for (const Tensor& out : record.out)
      if (out.defined() && !source_set.contains(out.id())) gradient.erase(out.id());
    for (size_t i = 0; i < gradients.size(); ++i)
      if (gradients[i].defined()) accumulate(record.in[i].id(), gradients[i]);
  }

  Tensors out;
  for (const Tensor& source : sources) {
    const auto found = gradient.find(source.id());
    out.push_back(found == gradient.end() ? Tensor() : found->second);
  }
  return out;
}

}  // namespace cornu
