namespace RouterMaestro.Testing.Wire;

/// <summary>Changes one reply of a provider that deviates from its protocol.</summary>
internal interface IReplyEditor
{
    /// <summary>Changes the events of a stream, before delays and faults are put between them.</summary>
    IEnumerable<WireFrame> EditStream(IReadOnlyList<WireFrame> frames);

    /// <summary>Changes a body that is not streamed.</summary>
    byte[] EditBody(byte[] body);

    /// <summary>Counts a body: true right before its last byte is written, false if that failed.</summary>
    void CountBody(bool isSent);
}
