from lib.faces.base import Thresholds

# What the network was trained to do (dlib's loss_metric_, whose defaults its author used): pull
# two pictures of one person below 0.6 less the margin, push two people beyond 0.6 plus the margin.
MATCH, GREY = 0.56, 0.64


def published() -> Thresholds:
    """At 0.6 its author measured 99.13 % right on Labeled Faces in the Wild for a descriptor of one
    picture, as made here (99.38 % is for the mean of 100 jittered ones): dlib,
    examples/dnn_face_recognition_ex.cpp. That is 1:1; of a large gallery users report some 0.05 %
    of strangers below 0.6 (davisking/dlib issue 1944), so in one of thousands somebody always is:
    what lies near the threshold is a hold, and production brings another kind."""
    return Thresholds(
        match=MATCH,
        grey=GREY,
        source="dlib: trained at 0.6 with a margin of 0.04; 99.13 % on LFW at 0.6",
    )
