using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.AspNetCore.Tests.Extending;

internal sealed class PrivateKeyGuard : IStreamGuard
{
    public string Name => "private-key";

    public bool AppliesTo(CandidateCall call) => call.Candidate.Model.Provider != "local";

    public IStreamInspector Inspect(CandidateCall call) => new Inspector();

    private sealed class Inspector : IStreamInspector
    {
        private int _matched;

        private static ReadOnlySpan<byte> Mark => "BEGIN PRIVATE KEY"u8;

        public StreamVerdict Inspect(in ChatEventSpan span)
        {
            foreach (var letter in span.Text)
            {
                _matched = letter == Mark[_matched] ? _matched + 1 : letter == Mark[0] ? 1 : 0;
                if (_matched == Mark.Length)
                {
                    return StreamVerdict.Fail("The response was stopped because it holds a private key. Try again.");
                }
            }

            return StreamVerdict.Pass;
        }
    }
}
