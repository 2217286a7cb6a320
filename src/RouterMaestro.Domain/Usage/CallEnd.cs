namespace RouterMaestro.Domain.Usage;

/// <summary>The way in which a call ended.</summary>
public enum CallEnd
{
    /// <summary>The response is complete.</summary>
    Completed,

    /// <summary>The caller got an error: the request was not valid, or no provider could serve it.</summary>
    Refused,

    /// <summary>The response had begun and then failed.</summary>
    Failed,

    /// <summary>The caller left before the end.</summary>
    Abandoned,
}
