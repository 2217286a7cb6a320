using System.Text.Json;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Tests.Fitting;

/// <summary>Targets of written requests.</summary>
internal static class Targets
{
    public static RequestTarget Of(string model) => new(new ModelRef("p", model), JsonSerializer.SerializeToUtf8Bytes(model), ModelLimits.Unknown);
}
