using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>The effort ladder in Anthropic's words, which have no rung below <c>low</c>.</summary>
internal static class AnthropicEffort
{
    public static Effort? Read(string name) => name.ToUpperInvariant() switch
    {
        "LOW" => Effort.Low,
        "MEDIUM" => Effort.Medium,
        "HIGH" => Effort.High,
        "XHIGH" => Effort.ExtraHigh,
        "MAX" => Effort.Max,
        _ => null,
    };

    public static ReadOnlySpan<byte> Write(Effort effort) => effort switch
    {
        Effort.Medium => "medium"u8,
        Effort.High => "high"u8,
        Effort.ExtraHigh => "xhigh"u8,
        Effort.Max => "max"u8,
        _ => "low"u8,
    };
}
