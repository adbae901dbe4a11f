#include "framework/model/callbacks/history.h"

#include "framework/base/field_containers.h"
#include "framework/nn/classes.h"

namespace cornu {

constinit const ClassDef history_callback =
    class_def<HistoryCallback>("History", "Notes each epoch's numbers.");

namespace {

struct HistoryState {
  std::vector<int64_t> epochs = {};
  std::vector<History::Entry> entries = {};
  std::vector<History::Lists> lists = {};
  static void fields(auto& field, auto& config) {
    field("epochs", config.epochs, "The epochs that were noted.");
    field("entries", config.entries, "Their numbers, by name.");
    field("lists", config.lists, "Those of metrics that give several.");
  }
};

}  // namespace

CallbackState HistoryCallback::state() const {
  return {to_json(
      HistoryState{history_.epochs(), {history_.begin(), history_.end()}, history_.lists()})};
}

void HistoryCallback::set_state(const CallbackState& state) {
  HistoryState kept = from_json<HistoryState>(state.values, {.owner = "History"});
  history_ = {std::move(kept.epochs), std::move(kept.entries), std::move(kept.lists)};
}

CallbackRef callbacks::History() { return std::make_shared<HistoryCallback>(); }

}  // namespace cornu
