namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>A top-level field that a dialect knows.</summary>
/// <param name="Name">Its name, in ASCII.</param>
/// <param name="Shape">What it may hold.</param>
/// <param name="Slot">Where its value is kept for later; null when its shape is all that matters.</param>
internal sealed record KnownField(string Name, FieldShape Shape, RequestSlot? Slot = null);
