namespace RouterMaestro.Application.Messaging;

/// <summary>A request that can tell by itself, at no cost, that its validators would find no fault: the hot path does without them then.</summary>
internal interface IPrechecked
{
    /// <summary>Gets whether the validators would find no fault. False only means that they have to be asked.</summary>
    bool IsPlainlyValid { get; }
}
