"""What torchvision publishes with its networks' first weights: how often they are right on ImageNet, and at which resolution."""

from packing import write
from vision import torchvision

names = torchvision.models.list_models(module=torchvision.models)
weights = {name: torchvision.models.get_model_weights(name)["IMAGENET1K_V1"] for name in names if hasattr(torchvision.models.get_model_weights(name), "IMAGENET1K_V1")}
write(
    __file__,
    {
        "torchvision": torchvision.__version__.split("+")[0],
        "published": [
            {"name": name, "top1": w.meta["_metrics"]["ImageNet-1K"]["acc@1"], "resolution": w.transforms.keywords["crop_size"]}
            for name, w in weights.items()
        ],
    },
)
