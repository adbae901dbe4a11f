#pragma once

#include "framework/nn/object.h"

namespace cornu {

/// `{"module", "class_name", "config", "registered_name"}`, the envelope of everything in files.
/// ValueError for a class that nobody registered.
Json serialize(const Object& object);

/// The object that an envelope describes, which must be of this kind; a bare string is a name.
/// ConfigError with the place in the file otherwise.
ObjectRef deserialize(const ObjectKind& kind, const Json& json, const ReadContext& context = {});

}  // namespace cornu
