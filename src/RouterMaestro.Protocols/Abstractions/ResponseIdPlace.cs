using System.Text;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>The place of the id in a streamed response: in the first frame, within one member. A buffered response has it at its top level.</summary>
/// <param name="FirstFrame">A text that only the first frame of a stream holds.</param>
/// <param name="Member">The member of that frame which holds <c>id</c>.</param>
/// <param name="IsStoredUnasked">Whether a provider stores responses unless the request says otherwise.</param>
public sealed record ResponseIdPlace(string FirstFrame, string Member, bool IsStoredUnasked)
{
    private readonly byte[] _firstFrame = Encoding.UTF8.GetBytes(FirstFrame);
    private readonly byte[] _member = Encoding.UTF8.GetBytes(Member);

    /// <summary>Gets the member's name, UTF-8.</summary>
    internal ReadOnlySpan<byte> MemberName => _member;

    /// <summary>Returns whether a frame is the first one of a stream.</summary>
    /// <param name="data">The frame's data, UTF-8.</param>
    internal bool IsFirstFrame(ReadOnlySpan<byte> data) => data.IndexOf(_firstFrame) >= 0;
}
