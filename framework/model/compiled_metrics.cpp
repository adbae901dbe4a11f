#include "framework/model/compiled_metrics.h"

#include <algorithm>
#include <map>

#include "framework/base/error.h"
#include "framework/model/by_shape.h"

namespace cornu {

namespace {

/// The list of each output.
std::vector<MetricList> lists_of(const MetricsArg& arg, const std::vector<std::string>& names,
                                 size_t outputs, std::string_view what) {
  std::vector<MetricList> lists(outputs);
  switch (arg.kind()) {
    case MetricsArg::Kind::none:
      break;
    case MetricsArg::Kind::list: {
      const std::vector<MetricRef>& metrics = arg.lists()[0].metrics();
      if (outputs == 1) {
        lists[0] = arg.lists()[0];
        break;
      }
      if (metrics.size() != outputs)
        fail<ValueError>("compile: ", metrics.size(), " ", what, " for ", outputs,
                         " outputs.\n  hint: give one for each output in order, or lists by "
                         "output name: {{\"label\", {\"accuracy\"}}}.");
      for (size_t i = 0; i < outputs; ++i)
        if (metrics[i]) lists[i] = metrics[i];
      break;
    }
    case MetricsArg::Kind::lists:
      if (outputs == 1) {  // however it is nested, all of it is the only output's
        std::vector<MetricRef> all;
        for (const MetricList& list : arg.lists())
          all.insert(all.end(), list.metrics().begin(), list.metrics().end());
        lists[0] = MetricList(std::move(all));
        break;
      }
      if (arg.lists().size() != outputs)
        fail<ValueError>("compile: ", arg.lists().size(), " lists of ", what, " for ", outputs,
                         " outputs.");
      lists = arg.lists();
      break;
    case MetricsArg::Kind::named: {
      if (outputs == 1) {  // whatever the names, in their order
        std::map<std::string, MetricList> by_name;
        for (size_t i = 0; i < arg.names().size(); ++i) by_name[arg.names()[i]] = arg.lists()[i];
        std::vector<MetricRef> all;
        for (const auto& [name, list] : by_name)
          all.insert(all.end(), list.metrics().begin(), list.metrics().end());
        lists[0] = MetricList(std::move(all));
        break;
      }
      for (size_t i = 0; i < arg.names().size(); ++i) {
        const auto found = std::find(names.begin(), names.end(), arg.names()[i]);
        if (found == names.end())
          fail<ValueError>("compile: ", what, " names ", quote(arg.names()[i]),
                           ", which is no output.", suggest(arg.names()[i], names));
        lists[static_cast<size_t>(found - names.begin())] = arg.lists()[i];
      }
      break;
    }
  }
  return lists;
}

}  // namespace

CompiledMetrics::CompiledMetrics(MetricsArg metrics, MetricsArg weighted)
    : metrics_(std::move(metrics)), weighted_(std::move(weighted)) {}

void CompiledMetrics::build(const std::vector<std::string>& names, const Tensors& y_true,
                            const Tensors& y_pred) {
  const size_t outputs = y_pred.size();
  std::map<std::string, int> seen;
  const auto add = [&](const MetricsArg& arg, std::string_view what, bool weighted) {
    const std::vector<MetricList> lists = lists_of(arg, names, outputs, what);
    for (size_t i = 0; i < outputs; ++i) {
      if (!lists[i].metrics().empty() && !y_true[i].defined())
        fail<ValueError>("compile: the output ", i, " has ", what, " but no targets.");
      for (const MetricRef& each : lists[i].metrics()) {
        const MetricRef metric = metric_by_shape(each, y_true[i], y_pred[i]);
        const std::string prefix = outputs > 1 && i < names.size() ? names[i] + "_" : "";
        std::string key = prefix + metric->name();
        if (weighted && seen.contains(key)) key = prefix + "weighted_" + metric->name();
        const int index = seen[key]++;
        if (index > 0) key = concat(key, "_", index);
        entries_.push_back({key, i, metric, weighted});
      }
    }
  };
  add(metrics_, "metrics", false);
  add(weighted_, "weighted_metrics", true);
  built_ = true;
}

void CompiledMetrics::update(const Tensors& y_true, const Tensors& y_pred,
                             const Tensors& sample_weight) const {
  for (const Entry& entry : entries_) {
    try {
      entry.metric.update_state(y_true[entry.output], y_pred[entry.output],
                                entry.weighted ? sample_weight[entry.output] : Tensor());
    } catch (Error& error) {
      error.add_place(concat("in the metric ", quote(entry.key)));
      throw;
    }
  }
}

}  // namespace cornu
