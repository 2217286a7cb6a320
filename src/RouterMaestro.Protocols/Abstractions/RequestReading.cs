using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>A caller's conversation, as read from its body.</summary>
/// <param name="Request">The conversation.</param>
/// <param name="Losses">The names of the fields that the canonical model cannot hold.</param>
public sealed record RequestReading(ChatRequest Request, EquatableArray<string> Losses);
