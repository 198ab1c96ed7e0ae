"""Places on the flat map of Europe."""

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from tandem.domain.geography import RADIUS_KM, on_the_map


def test_a_point_lies_where_the_official_projection_puts_it():
    """EPSG guidance note 7-2, ETRS89 / LAEA Europe: 50° N 5° E is at E 3962799.45 m, N 2999718.85 m, with the centre
    at E 4321000 m, N 3210000 m. The sphere differs from that ellipsoid by less than four thousandths."""
    east, north = on_the_map(50, 5)
    assert east == approx((3962799.45 - 4321000) / 1000, rel=0.004)
    assert north == approx((2999718.85 - 3210000) / 1000, rel=0.004)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_no_place_lies_further_than_the_whole_surface_reaches(latitude, longitude):
    east, north = on_the_map(latitude, longitude)
    assert (east**2 + north**2) ** 0.5 <= 2 * RADIUS_KM + 1


@given(st.floats(0, 20), st.floats(30, 70))
def test_east_and_west_of_the_centre_mirror_each_other(turn, latitude):
    east, north = on_the_map(latitude, 10 + turn)
    assert on_the_map(latitude, 10 - turn) == (approx(-east), approx(north))
