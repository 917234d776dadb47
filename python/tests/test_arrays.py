"""Arrays and frames in a state, where NumPy and pandas are there."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from program import SOURCES
from test_state import again, text, value

import slipway

numpy: Any = pytest.importorskip("numpy")
pandas: Any = pytest.importorskip("pandas")


@pytest.mark.parametrize(
    "original",
    [
        numpy.float64(0.1),
        numpy.int8(-3),
        numpy.bool_(True),
        numpy.datetime64("2024-01-01", "ns"),
        numpy.dtype("<f4"),
        pandas.Timestamp("2024-10-27 01:30", tz="Europe/Paris"),
        pandas.Timestamp(5, unit="ns"),
        pandas.Timedelta(5, "s"),
        pandas.NaT,
        pandas.NA,
    ],
    ids=repr,
)
def test_a_single_value_comes_back(original: Any) -> None:
    restored = again(original)
    assert type(restored) is type(original) and repr(restored) == repr(original)


@pytest.mark.parametrize(
    "original",
    [
        numpy.arange(5),
        numpy.array([numpy.nan, -0.0, numpy.inf], dtype=numpy.float32),
        numpy.asfortranarray(numpy.arange(6.0).reshape(2, 3)),
        numpy.array(["a", "bcd"]),
        numpy.array([1, "x", None], dtype=object),
        numpy.array(5.0),
        numpy.zeros((0, 3)),
        numpy.arange(10)[2:7],
        numpy.arange(10)[::-2],
        numpy.arange(12).reshape(3, 4).T,
        numpy.frombuffer(b"12345678", dtype="<i4"),
    ],
    ids=repr,
)
def test_an_array_comes_back_byte_by_byte(original: Any) -> None:
    restored = again(original)
    assert restored.tolist() == original.tolist() or numpy.isnan(original).any()
    assert restored.dtype == original.dtype
    assert (restored.shape, restored.strides) == (original.shape, original.strides)
    assert original.dtype == object or restored.tobytes() == original.tobytes()
    assert restored.flags.writeable == original.flags.writeable


def test_a_view_still_shows_its_array() -> None:
    prices = numpy.arange(10.0)
    restored = again({"view": prices[2:5], "all": prices, "of view": prices[2:5][1:]})
    restored["all"][3] = 99
    assert restored["view"][1] == 99 and restored["of view"][0] == 99


@pytest.mark.parametrize("kind", ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"])
def test_random_numbers_go_on(kind: str) -> None:
    source = numpy.random.Generator(getattr(numpy.random, kind)(3))
    source.standard_normal(5)
    restored = again([source, source.bit_generator])
    assert restored[0].bit_generator is restored[1]
    assert restored[0].standard_normal(5).tolist() == source.standard_normal(5).tolist()
    assert restored[0].spawn(1)[0].random() == source.spawn(1)[0].random()


def test_frames_come_back() -> None:
    frame = pandas.DataFrame(
        {"time": pandas.to_datetime(["2024-01-01", "2024-01-02"]), "close": [0.1, 0.2], "n": [1, 2], "s": ["a", "b"]}
    )
    pandas.testing.assert_frame_equal(again(frame), frame)
    indexed = frame.set_index("time")
    pandas.testing.assert_frame_equal(again(indexed), indexed)
    column = pandas.Series([1.5, 2.5], index=["a", "b"], name="x")
    pandas.testing.assert_series_equal(again(column), column)


@pytest.mark.parametrize(
    ("original", "reason"),
    [
        (numpy.zeros(2, dtype=[("a", "f8")]), "self: a 'ndarray' can't be saved: its type has parts"),
        (numpy.random.RandomState(3), "self: a 'RandomState' can't be saved"),
        (pandas.Series(["a"], dtype="category"), "self: a 'Series' can't be saved: a column's type is category"),
        (pandas.date_range("2024", periods=3), "its index has a frequency"),
    ],
    ids=["parts", "RandomState", "category", "frequency"],
)
def test_what_cannot_be_saved_is_named(original: Any, reason: str) -> None:
    with pytest.raises(slipway.StateError, match=reason):
        text(original)


def test_neither_is_imported_for_a_state() -> None:
    saved = text({"array": numpy.arange(3)})
    program = "\n".join(
        [
            "import sys; sys.path[:0] = sys.argv[1:2]",
            "import slipway",
            "from slipway._restoring import Decoder, document_of",
            "assert 'numpy' not in sys.modules",
            "try: Decoder(document_of(sys.argv[2]), {})",
            "except slipway.StateError as error: print(error)",
            "assert 'numpy' not in sys.modules",
        ]
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(SOURCES), saved], capture_output=True, text=True, check=True
    )
    assert done.stdout == "the state has an array of NumPy: import numpy at the top of the strategy's file\n"
    assert value(saved)["array"].tolist() == [0, 1, 2]
