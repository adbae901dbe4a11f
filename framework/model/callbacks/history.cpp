#include "framework/model/callbacks/history.h"

#include "framework/nn/classes.h"

namespace cornu {

constinit const ClassDef history_callback =
    class_def<HistoryCallback>("History", "Notes each epoch's numbers.");

CallbackRef callbacks::History() { return std::make_shared<HistoryCallback>(); }

}  // namespace cornu
