#include "framework/ops/einsum.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "framework/base/error.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/matmul.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/reshape.h"
#include "framework/ops/transpose.h"

namespace cornu {

namespace {

/// An axis: its letter, or for the axes of "..." -1, -2, … from the last one.
using Labels = std::vector<int>;

bool has(const Labels& labels, int label) {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}
int64_t place_of(const Labels& labels, int label) {
  return std::find(labels.begin(), labels.end(), label) - labels.begin();
}

/// A tensor and what its axes are called.
struct Named {
  Tensor tensor;
  Labels labels;

  int64_t size(int label) const { return tensor.shape()[place_of(labels, label)]; }
};

[[noreturn]] void fail_subscripts(const std::string& subscripts, std::string_view why) {
  fail<ValueError>("einsum: ", quote(subscripts), ": ", why, ".");
}

/// The labels of one operand with `ndim` axes, or of the result, whose "..." has `ellipsis` axes.
Labels parse(const std::string& subscripts, std::string_view part, int64_t ellipsis) {
  Labels labels;
  bool dots = false;
  for (size_t i = 0; i < part.size(); ++i) {
    if (part.substr(i, 3) == "..." && !dots) {
      for (int64_t k = ellipsis; k > 0; --k) labels.push_back(static_cast<int>(-k));
      dots = true;
      i += 2;
    } else if (std::isalpha(static_cast<unsigned char>(part[i]))) {
      if (has(labels, part[i]))
        fail_subscripts(subscripts, concat("the letter ", part[i], " is twice in ", quote(part)));
      labels.push_back(part[i]);
    } else {
      fail_subscripts(subscripts, concat("unexpected ", quote(part.substr(i, 1))));
    }
  }
  return labels;
}

struct Equation {
  std::vector<Named> operands;
  Labels result;
};

/// What the result is made of where no arrow says it: the axes of "...", then single letters.
Labels implied(const std::vector<Named>& operands, int64_t ellipsis) {
  std::map<int, int> counts;
  for (const Named& operand : operands)
    for (const int label : operand.labels) ++counts[label];
  Labels labels;
  for (int64_t k = ellipsis; k > 0; --k) labels.push_back(static_cast<int>(-k));
  for (const auto& [label, count] : counts)
    if (label > 0 && count == 1) labels.push_back(label);
  return labels;
}

Equation read(const std::string& given, const Tensors& tensors) {
  std::string text;
  for (const char c : given)
    if (c != ' ') text += c;
  const size_t arrow = text.find("->");
  std::string_view left = std::string_view(text).substr(0, arrow);
  Equation equation;
  int64_t most = 0;
  for (size_t i = 0;; ++i) {
    const std::string_view part = left.substr(0, left.find(','));
    if (i >= tensors.size())
      fail_subscripts(given, concat("it is for more operands than ", tensors.size()));
    const int64_t letters = std::count_if(part.begin(), part.end(), [](char c) {
      return std::isalpha(static_cast<unsigned char>(c)) != 0;
    });
    const int64_t ellipsis = part.find("...") == part.npos ? 0 : tensors[i].ndim() - letters;
    if (ellipsis < 0 || ellipsis + letters != tensors[i].ndim())
      fail<ShapeError>("einsum: ", quote(given), ": ", quote(part), " does not fit the axes of ",
                       tensors[i].spec(), ".");
    most = std::max(most, ellipsis);
    equation.operands.push_back({tensors[i], parse(given, part, ellipsis)});
    if (part.size() == left.size()) break;
    left.remove_prefix(part.size() + 1);
  }
  if (equation.operands.size() != tensors.size())
    fail_subscripts(
        given, concat("it is for ", equation.operands.size(), " operands, not ", tensors.size()));
  equation.result = arrow == text.npos
                        ? implied(equation.operands, most)
                        : parse(given, std::string_view(text).substr(arrow + 2), most);
  for (const int label : equation.result)
    if (std::none_of(equation.operands.begin(), equation.operands.end(),
                     [&](const Named& n) { return has(n.labels, label); }))
      fail_subscripts(given, "the result has a letter that no operand has");
  return equation;
}

/// Axes with size 1 grow to what the other operand has; a ShapeError where sizes differ.
void match(const std::string& subscripts, Named& a, Named& b) {
  for (const int label : a.labels) {
    if (!has(b.labels, label)) continue;
    const int64_t m = a.size(label), n = b.size(label);
    if (m == n || m == unknown || n == unknown) continue;
    if (m != 1 && n != 1)
      fail<ShapeError>("einsum: ", quote(subscripts), ": sizes differ along ",
                       label > 0 ? std::string(1, static_cast<char>(label)) : "...", ": ",
                       a.tensor.spec(), " and ", b.tensor.spec(), ".");
    Named& thin = m == 1 ? a : b;
    Shape shape = thin.tensor.shape();
    shape[place_of(thin.labels, label)] = std::max(m, n);
    thin.tensor = ops::broadcast_to(thin.tensor, {.shape = shape});
  }
}

/// Its axes in the order of `labels`, all of which it has.
Tensor ordered(const Named& operand, const Labels& labels) {
  if (operand.labels == labels) return operand.tensor;
  std::vector<int64_t> axes;
  for (const int label : labels) axes.push_back(place_of(operand.labels, label));
  return ops::transpose(operand.tensor, {.axes = axes});
}

/// Summed over the labels that nobody wants.
Named reduced(const Named& operand, const Labels& wanted) {
  Named out;
  std::vector<int64_t> axes;
  for (size_t i = 0; i < operand.labels.size(); ++i)
    if (has(wanted, operand.labels[i]))
      out.labels.push_back(operand.labels[i]);
    else
      axes.push_back(static_cast<int64_t>(i));
  out.tensor =
      axes.empty() ? operand.tensor : ops::sum(operand.tensor, {.axis = Axes(std::move(axes))});
  return out;
}

Labels joined(std::initializer_list<Labels> lists) {
  Labels all;
  for (const Labels& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

/// The product of the sizes, as one axis.
int64_t product(const Named& operand, const Labels& labels) {
  int64_t count = 1;
  for (const int label : labels) {
    const int64_t size = operand.size(label);
    if (size == unknown) return unknown;
    count *= size;
  }
  return count;
}

/// Two operands as one matrix product: labels of both that are wanted are the batch's, those that
/// are not are summed over.
Named contracted(const std::string& subscripts, Named a, Named b, const Labels& wanted) {
  Labels of_both = joined({wanted, b.labels}), of_other = joined({wanted, a.labels});
  a = reduced(a, of_both);
  b = reduced(b, of_other);
  match(subscripts, a, b);
  Labels batch, rows, columns, summed;
  for (const int label : a.labels)
    (!has(b.labels, label) ? rows : has(wanted, label) ? batch : summed).push_back(label);
  for (const int label : b.labels)
    if (!has(a.labels, label)) columns.push_back(label);
  const Tensor left =
      ops::reshape(ordered(a, joined({batch, rows, summed})),
                   {.newshape = {product(a, batch), product(a, rows), product(a, summed)}});
  const Tensor right =
      ops::reshape(ordered(b, joined({batch, columns, summed})),
                   {.newshape = {product(b, batch), product(b, columns), product(b, summed)}});
  Shape shape;
  for (const int label : batch) shape.push_back(a.size(label));
  for (const int label : rows) shape.push_back(a.size(label));
  for (const int label : columns) shape.push_back(b.size(label));
  const Tensor y = ops::matmul_transposed(left, right, {.transpose_b = true});
  return {ops::reshape(y, {.newshape = shape}), joined({batch, rows, columns})};
}

}  // namespace

Tensor ops::einsum(const EinsumOptions& subscripts, const VariadicOperands& operands) {
  if (operands.any_symbolic())
    return record_symbolic("einsum", {operands.begin(), operands.end()}, subscripts);
  const std::string& text = subscripts.subscripts;
  const Tensors tensors = operands.promoted();
  for (const Tensor& tensor : tensors)
    if (!tensor.shape().ranked())
      fail<ShapeError>("einsum: the rank of an operand is not known: ", tensor.spec(), ".");
  Equation equation = read(text, tensors);
  Named made = equation.operands[0];
  for (size_t i = 1; i < equation.operands.size(); ++i) {
    Labels wanted = equation.result;
    for (size_t later = i + 1; later < equation.operands.size(); ++later)
      wanted = joined({wanted, equation.operands[later].labels});
    made = contracted(text, made, equation.operands[i], wanted);
  }
  return ordered(reduced(made, equation.result), equation.result);
}

}  // namespace cornu
