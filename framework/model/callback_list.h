#pragma once

#include "framework/nn/callback.h"

namespace cornu {

/// Calls callbacks in order: the user's, then the history's, then the progress bar; at last those
/// that look at the others.
class CallbackList {
 public:
  CallbackList(const Callbacks& callbacks, Trainer& trainer, const CallbackParams& params);

  /// `list(&CallbackBase::on_epoch_begin, 3)`
  template <class... P, class... A>
  void operator()(void (CallbackBase::*event)(P...), A&&... arguments) const {
    for (const CallbackRef& callback : callbacks_) (callback.get().*event)(arguments...);
  }
  /// The callback of class T, or null.
  template <class T>
  T* find() const {
    for (const CallbackRef& callback : callbacks_)
      if (T* found = dynamic_cast<T*>(&callback.get())) return found;
    return nullptr;
  }
  void append(CallbackRef callback);
  const Callbacks& all() const { return callbacks_; }

 private:
  Callbacks callbacks_;
  Trainer& trainer_;
  CallbackParams params_;
};

}  // namespace cornu
