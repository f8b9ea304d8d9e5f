"""A pack in the layout of InsightFace's own, of tiny models that InsightFace itself loads and runs.

The detector knows one thing: a magenta square of one of its cells (32 x 32). Where it sees one, it
says that a face lies at a fixed place beside it: where the portrait's is, if `planted` put the
square there. What embeds is a random projection of the face's grey values: it follows pixels, not
people.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from skimage import data

CELL = 32
SIDE = 640
MAGENTA = (255, 0, 255)
MARKER = (320, 96)  # of the portrait, beside the head
BOX = (175, 76, 266, 167)
FIVE = ((203.5, 102), (246.5, 104.5), (224, 126), (208, 148), (242, 149))
DIMS = 512
AGE, YAW = 31, 20.0


def portrait() -> np.ndarray:
    return np.asarray(data.astronaut())  # type: ignore[no-untyped-call]


def planted(picture: np.ndarray | None = None, *, cells: tuple[int, int] = (0, 0)) -> np.ndarray:
    """A canvas with the portrait or something of its size, moved by whole cells, and the marker."""
    x, y = cells[0] * CELL, cells[1] * CELL
    canvas = np.full((SIDE, SIDE, 3), 90, dtype=np.uint8)
    shown = portrait() if picture is None else picture
    canvas[y : y + 512, x : x + 512] = np.asarray(Image.fromarray(shown).resize((512, 512)))
    mark(canvas, cells=cells)
    return canvas


def mark(canvas: np.ndarray, *, cells: tuple[int, int] = (0, 0)) -> None:
    left, top = MARKER[0] + cells[0] * CELL, MARKER[1] + cells[1] * CELL
    canvas[top : top + CELL, left : left + CELL] = MAGENTA


def make_pack(folder: Path, *, yaw: float = YAW, without: tuple[str, ...] = ()) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "det_10g.onnx": _detector(),
        "w600k_r50.onnx": _recognition(seed=1),
        "1k3d68.onnx": _pose(yaw),
        "2d106det.onnx": _constant(192, np.zeros(212)),
        "genderage.onnx": _constant(96, np.array([1.0, 0.0, AGE / 100])),
    }
    for name, model in made.items():
        if name not in without:
            onnx.save(model, folder / name)
    return folder


def other_weights(folder: Path) -> None:
    onnx.save(_recognition(seed=2), folder / "w600k_r50.onnx")


def make_liveness(file: Path) -> Path:
    """Says how bright the face is: as good a liveness as any other tiny model's."""
    nodes = [helper.make_node("ReduceMean", ["x"], ["y"], axes=[1, 2, 3], keepdims=0)]
    onnx.save(_model(nodes, {}, [None, 3, 80, 80], {"y": [None]}), file)
    return file


def _model(
    nodes: list[onnx.NodeProto],
    constants: dict[str, np.ndarray],
    shape: list[int | None],
    outputs: dict[str, list[int | None]],
) -> onnx.ModelProto:
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in outputs.items()],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def _f32(values: object) -> np.ndarray:
    return np.asarray(values, dtype=np.float32)


def _detector() -> onnx.ModelProto:
    """SCRFD's nine outputs: scores, boxes and landmarks, each at strides 8, 16 and 32, two anchors
    a cell, in units of the stride from the cell's upper left corner."""
    x, y = MARKER
    box = _f32([x - BOX[0], y - BOX[1], BOX[2] - x, BOX[3] - y]) / CELL
    five = _f32([(px - x, py - y) for px, py in FIVE]).ravel() / CELL
    constants: dict[str, np.ndarray] = {
        # Magenta is 1, red and blue are 0, every grey is -1.
        "magenta": _f32([0.5, -1, 0.5]).reshape(1, 3, 1, 1),
        "less": _f32([-1]),
        "rows": np.array([-1, 1], dtype=np.int64),
        "low": _f32(0.0),
        "high": _f32(1.0),
        "box": box,
        "five": five,
        "no_box": np.zeros((1, 4), np.float32),
        "no_five": np.zeros((1, 10), np.float32),
    }
    nodes: list[onnx.NodeProto] = []
    for stride in (8, 16, CELL):
        constants[f"fires{stride}"] = _f32(1.0 if stride == CELL else 0.0)
        nodes += _level(stride)
    strides = (8, 16, CELL)
    outputs: dict[str, list[int | None]] = {}
    for kind, width in (("score", 1), ("bbox", 4), ("kps", 10)):
        outputs |= {f"{kind}{stride}": [None, width] for stride in strides}
    return _model(nodes, constants, [1, 3, None, None], outputs)


def _level(s: int) -> list[onnx.NodeProto]:
    node = helper.make_node
    return [
        node("AveragePool", ["x"], [f"mean{s}"], kernel_shape=[s, s], strides=[s, s]),
        node("Conv", [f"mean{s}", "magenta", "less"], [f"how{s}"]),
        node("Clip", [f"how{s}", "low", "high"], [f"cut{s}"]),
        node("Mul", [f"cut{s}", f"fires{s}"], [f"one{s}"]),
        node("Transpose", [f"one{s}"], [f"last{s}"], perm=[0, 2, 3, 1]),
        node("Concat", [f"last{s}", f"last{s}"], [f"two{s}"], axis=3),
        node("Reshape", [f"two{s}", "rows"], [f"score{s}"]),
        node("MatMul", [f"score{s}", "no_box"], [f"zero_box{s}"]),
        node("Add", [f"zero_box{s}", "box"], [f"bbox{s}"]),
        node("MatMul", [f"score{s}", "no_five"], [f"zero_five{s}"]),
        node("Add", [f"zero_five{s}", "five"], [f"kps{s}"]),
    ]


def _recognition(*, seed: int) -> onnx.ModelProto:
    pooled = 3 * 14 * 14
    weights = np.random.default_rng(seed).normal(size=(pooled, DIMS))
    weights -= weights.mean(axis=0)  # so that brightness alone says nothing
    nodes = [
        helper.make_node("AveragePool", ["x"], ["p"], kernel_shape=[8, 8], strides=[8, 8]),
        helper.make_node("Flatten", ["p"], ["f"]),
        helper.make_node("MatMul", ["f", "w"], ["y"]),
    ]
    return _model(nodes, {"w": _f32(weights)}, [None, 3, 112, 112], {"y": [1, DIMS]})


def _pose(yaw: float) -> onnx.ModelProto:
    """68 points in space: insightface's own mean face, turned to the picture's right."""
    from insightface.data import get_object

    angle, mean = np.radians(yaw), np.asarray(get_object("meanshape_68.pkl"))
    turn = np.array(
        [[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]]
    )
    points = np.zeros((1103, 3))
    points[-68:] = 0.5 * mean @ turn.T
    return _constant(192, points.ravel())


def _constant(side: int, answer: np.ndarray) -> onnx.ModelProto:
    nodes = [
        helper.make_node("ReduceMean", ["x"], ["mean"], axes=[1, 2, 3], keepdims=0),
        helper.make_node("Reshape", ["mean", "row"], ["m"]),
        helper.make_node("MatMul", ["m", "none"], ["zero"]),
        helper.make_node("Add", ["zero", "answer"], ["y"]),
    ]
    constants: dict[str, np.ndarray] = {
        "row": np.array([1, 1], dtype=np.int64),
        "none": np.zeros((1, answer.size), np.float32),
        "answer": _f32(answer),
    }
    return _model(nodes, constants, [None, 3, side, side], {"y": [1, answer.size]})
