namespace RouterMaestro.Domain.Chat;

/// <summary>Which <see cref="ChatEvent"/> a <see cref="ChatEventSpan"/> stands for.</summary>
public enum ChatEventKind
{
    /// <summary><see cref="ChatEvent.Started"/>.</summary>
    Started,

    /// <summary><see cref="ChatEvent.PartStarted"/>.</summary>
    PartStarted,

    /// <summary><see cref="ChatEvent.PartDelta"/>.</summary>
    PartDelta,

    /// <summary><see cref="ChatEvent.SignatureDelta"/>.</summary>
    SignatureDelta,

    /// <summary><see cref="ChatEvent.PartEnded"/>.</summary>
    PartEnded,

    /// <summary><see cref="ChatEvent.Completed"/>.</summary>
    Completed,

    /// <summary><see cref="ChatEvent.Failed"/>.</summary>
    Failed,
}
