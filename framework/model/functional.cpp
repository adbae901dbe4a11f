#include "framework/model/functional.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/nn/input.h"
#include "framework/ops/cast.h"
#include "framework/ops/reshape.h"

namespace cornu {

namespace {

bool fits(const Shape& wanted, const Shape& given) {
  if (!given.ranked()) return true;
  if (wanted.ndim() != given.ndim()) return false;
  for (int64_t axis = 1; axis < wanted.ndim(); ++axis)  // the batch may have any size
    if (wanted[axis] != given[axis] && wanted[axis] != unknown && given[axis] != unknown)
      return false;
  return true;
}

/// Keras's leniency: a last axis of size 1 may be there or not.
Tensor with_rank(const Tensor& given, const Shape& wanted) {
  const Shape& shape = given.shape();
  if (!shape.ranked() || shape.ndim() == 0) return given;
  Shape other = shape;
  if (shape.ndim() == wanted.ndim() + 1 && shape[-1] == 1)
    other.erase(shape.ndim() - 1);
  else if (shape.ndim() == wanted.ndim() - 1 && wanted[-1] == 1)
    other.push_back(1);
  else
    return given;
  return ops::reshape(given, {.newshape = other});
}

}  // namespace

Functional::Functional(const TensorStruct& inputs, const TensorStruct& outputs,
                       const ModelOptions& options)
    : ModelBase(options), graph_(inputs, outputs) {
  if (!options.trainable) set_trainable(false);
  Shapes shapes;
  for (const Tensor& input : inputs.flat()) shapes.push_back(input.shape());
  ensure_built(shapes);
}

std::vector<LayerRef> Functional::layers() const {
  std::vector<LayerRef> found;
  for (const LayerGraph::Operation& operation : graph_.operations())
    if (operation.layer) found.push_back(operation.layer);
  return found;
}

std::vector<std::string> Functional::input_names() const {
  std::vector<std::string> names;
  for (const Tensor& input : graph_.inputs().flat()) names.push_back(call_of(input).name());
  return names;
}

std::vector<std::string> Functional::output_names() const {
  std::vector<std::string> names;
  for (const Tensor& output : graph_.outputs().flat()) names.push_back(call_of(output).name());
  return names;
}

Tensors Functional::match_inputs(const TensorStruct& given) const {
  const Tensors& wanted = graph_.inputs().flat();
  const std::vector<std::string> names = input_names();
  Tensors matched;
  if (given.kind() == TensorStruct::Kind::dict) {
    const std::vector<std::string>& keys =
        graph_.inputs().kind() == TensorStruct::Kind::dict ? graph_.inputs().names() : names;
    for (const std::string& key : keys) {
      const Tensor* tensor = given.find(key);
      if (!tensor)
        fail<ValueError>("the input ", quote(key), " is missing; given: \"",
                         join(given.names(), "\", \""), "\".");
      matched.push_back(*tensor);
    }
  } else {
    if (given.size() != wanted.size())
      fail<ValueError>("it takes ", wanted.size(), wanted.size() == 1 ? " input" : " inputs",
                       " (\"", join(names, "\", \""), "\"), ", given.size(), " were given.");
    matched = given.flat();
  }
  for (size_t i = 0; i < wanted.size(); ++i) {
    const Tensor original = matched[i];
    Tensor& tensor = matched[i];
    tensor = with_rank(tensor, wanted[i].shape());
    if (!fits(wanted[i].shape(), tensor.shape()))
      fail<ShapeError>("the input ", quote(names[i]), " must be ", wanted[i].spec(), ", not ",
                       original.spec(), ".");
    tensor = ops::cast(tensor, wanted[i].dtype()).with_mask(original.mask());
  }
  return matched;
}

TensorStruct Functional::call_struct(const TensorStruct& inputs, const CallContext& context) {
  Tensors matched = match_inputs(inputs);
  if (matched.size() == 1 && context.mask().defined())
    matched[0] = matched[0].with_mask(context.mask());
  return graph_.outputs().with(graph_.run(matched, context));
}

Tensors Functional::compute_mask(const Tensors&, const Tensors&) { return {}; }

}  // namespace cornu
