# Every list of registered things and the files its rows stand for. The elementwise tables
# (unary.def, binary.def), aliases.def, public.def and activations.def have no file per row.
cornu_listed(framework/ops/ops.def OP framework/ops/{1}.cpp DEFINES "^constinit const OpDef [a-z0-9_]+_def")
foreach(device cpu cuda)
  cornu_listed(framework/backends/${device}/kernels.def KERNEL
               framework/backends/${device}/{2}/{1}.cpp UNSORTED DEFINES "constinit const Kernel ")
endforeach()
cornu_listed(framework/backends/reference/kernels.def KERNEL framework/backends/reference/{1}.cpp
             DEFINES "constinit const Kernel ")
cornu_listed(framework/data/sources/sources.def SOURCE framework/data/sources/{1}.cpp)
cornu_listed(framework/model/callbacks/callbacks.def CALLBACK framework/model/callbacks/{1}.cpp
             DEFINES "constinit const ClassDef ")
cornu_listed(layers/layers.def LAYER layers/{1}.cpp
             BESIDE channels margins merge)
cornu_listed(layers/constraints/constraints.def CONSTRAINT layers/constraints/{1}.cpp
             BESIDE norm_along)
cornu_listed(layers/initializers/initializers.def INITIALIZER layers/initializers/{1}.cpp
             BESIDE draw scaled)
cornu_listed(layers/regularizers/regularizers.def REGULARIZER layers/regularizers/{1}.cpp)
cornu_listed(losses/losses.def LOSS losses/{1}.cpp)
cornu_listed(metrics/metrics.def METRIC metrics/{1}.cpp BESIDE confusion f_score overlap)
cornu_listed(optimizers/optimizers.def OPTIMIZER optimizers/{1}.cpp)
cornu_listed(optimizers/schedules/schedules.def SCHEDULE optimizers/schedules/{1}.cpp)
