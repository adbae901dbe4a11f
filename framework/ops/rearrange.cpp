#include "framework/ops/rearrange.h"

#include <algorithm>
#include <cctype>

#include "framework/base/error.h"
#include "framework/base/strings.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/transpose.h"

namespace cornu {

namespace {

struct Axis {
  std::string name;
  int64_t size = unknown;
};
/// The axes that stand in one place: several where they are in parentheses.
using Group = std::vector<Axis>;

class Pattern {
 public:
  explicit Pattern(std::string text) : text_(std::move(text)) {
    const size_t arrow = text_.find("->");
    if (arrow == text_.npos) refuse("it has no \"->\"");
    from = groups(text_.substr(0, arrow));
    to = groups(text_.substr(arrow + 2));
    if (names(from).size() != names(to).size()) refuse("there must be the same axes on both sides");
    for (const std::string& name : names(to)) position(name);
  }

  static std::vector<std::string> names(const std::vector<Group>& side) {
    std::vector<std::string> out;
    for (const Group& group : side)
      for (const Axis& axis : group) out.push_back(axis.name);
    return out;
  }
  /// Which of the left side's axes that is.
  int64_t position(const std::string& name) const {
    const std::vector<std::string> left = names(from);
    const auto found = std::find(left.begin(), left.end(), name);
    if (found == left.end()) refuse(concat("axis ", quote(name), " is not on the left"));
    return found - left.begin();
  }
  [[noreturn]] void refuse(const std::string& why) const {
    fail<ValueError>("rearrange: in the pattern ", quote(text_), " ", why,
                     ".\n  hint: \"b (h h1) w c -> b h w (c h1)\".");
  }

  std::vector<Group> from, to;

 private:
  std::vector<Group> groups(const std::string& side) const {
    std::vector<Group> out;
    std::vector<std::string> seen;
    bool inside = false;
    for (size_t i = 0; i < side.size();) {
      const auto is_name = [&](size_t at) {
        return at < side.size() &&
               (std::isalnum(static_cast<unsigned char>(side[at])) || side[at] == '_');
      };
      if (is_name(i)) {
        const size_t first = i;
        while (is_name(i)) ++i;
        const std::string name = side.substr(first, i - first);
        if (std::find(seen.begin(), seen.end(), name) != seen.end())
          refuse(concat("axis ", quote(name), " stands twice on one side"));
        seen.push_back(name);
        if (!inside) out.emplace_back();
        out.back().push_back({name});
        continue;
      }
      const char c = side[i++];
      if (c == '(' && !inside)
        out.emplace_back();
      else if (c != ' ' && !(c == ')' && inside))
        refuse(concat("\"", std::string(1, c), "\" is out of place"));
      if (c == '(' || c == ')') inside = c == '(';
    }
    if (inside) refuse("a parenthesis is not closed");
    return out;
  }

  std::string text_;
};

/// Gives the axes of one group their sizes, whose product is `whole`.
void resolve(const Pattern& pattern, Group& group, int64_t whole, const Spec& x) {
  Axis* open = nullptr;
  int64_t product = 1;
  for (Axis& axis : group) {
    if (axis.size != unknown)
      product *= axis.size;
    else if (open)
      pattern.refuse(concat("the lengths of ", quote(open->name), " and ", quote(axis.name),
                            " are not known"));
    else
      open = &axis;
  }
  if (whole == unknown) return;
  if (open ? product == 0 || whole % product != 0 : whole != product)
    fail<ShapeError>("rearrange: an axis of ", x, " has ", whole, " elements; its parts make ",
                     open ? "multiples of " : "", product, ".");
  if (open) open->size = whole / product;
}

Shape sizes_of(const std::vector<Group>& groups, bool merged) {
  Shape out;
  for (const Group& group : groups) {
    int64_t product = 1;
    for (const Axis& axis : group) {
      product = product == unknown || axis.size == unknown ? unknown : product * axis.size;
      if (!merged) out.push_back(axis.size);
    }
    if (merged) out.push_back(product);
  }
  return out;
}

bool any_merged(const std::vector<Group>& groups) {
  return std::any_of(groups.begin(), groups.end(), [](const Group& g) { return g.size() != 1; });
}

Tensor reshaped(const Tensor& x, const Shape& shape) {
  if (std::count(shape.begin(), shape.end(), unknown) > 1)
    fail<ShapeError>("rearrange: too little is known of the shape of ", x.spec(), ".");
  return ops::reshape(x, {.newshape = shape});
}

}  // namespace

Tensor ops::rearrange(const Operand& tensor, const std::string& text,
                      const AxesLengths& axes_lengths) {
  if (tensor.is_symbolic()) {
    CallArguments call{{tensor, Argument(text)}, {}};
    for (const auto& [name, length] : axes_lengths) call.kwargs.emplace_back(name, length);
    return record_symbolic_call(public_op("rearrange"), std::move(call), {})[0];
  }
  const Tensor x = tensor.tensor();
  Pattern pattern(text);
  if (!x.shape().ranked())
    fail<ShapeError>("rearrange: the rank of the tensor is not known: ", x.spec(), ".");
  if (static_cast<int64_t>(pattern.from.size()) != x.ndim())
    pattern.refuse(concat("there are ", pattern.from.size(), " axes on the left, but ", x.spec(),
                          " has ", x.ndim()));
  for (const auto& [name, length] : axes_lengths) {
    if (length < 1 || length > INT32_MAX)
      fail<ValueError>("rearrange: the length of ", quote(name), " is ", length,
                       "; it must be from 1 to ", INT32_MAX, ".");
    pattern.position(name);
    for (Group& group : pattern.from)
      for (Axis& axis : group)
        if (axis.name == name) axis.size = length;
  }
  for (size_t i = 0; i < pattern.from.size(); ++i)
    resolve(pattern, pattern.from[i], x.shape()[static_cast<int64_t>(i)], x.spec());

  std::vector<int64_t> order;
  const Shape apart = sizes_of(pattern.from, false);
  for (Group& group : pattern.to)
    for (Axis& axis : group) {
      order.push_back(pattern.position(axis.name));
      axis.size = apart[order.back()];
    }
  const Tensor split = any_merged(pattern.from) ? reshaped(x, apart) : x;
  const Tensor moved = transpose(split, {.axes = order});
  return any_merged(pattern.to) ? reshaped(moved, sizes_of(pattern.to, true)) : moved;
}

}  // namespace cornu
