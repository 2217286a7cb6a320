namespace RouterMaestro.Application.Calls;

/// <summary>Records the reasoning signatures and the id of a candidate's response, which only its provider accepts again.</summary>
internal interface IResponseRecorder
{
    /// <summary>Records a complete response.</summary>
    /// <param name="response">The body, as the provider sent it.</param>
    void RecordResponse(ReadOnlySpan<byte> response);

    /// <summary>Records one frame of a stream.</summary>
    /// <param name="data">The frame's data, as the provider sent it.</param>
    void RecordFrame(ReadOnlySpan<byte> data);
}
