using System.Numerics;
using System.Text;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;

/// <summary>
/// Finds complete elements whose tags an agent's program writes into the conversation and no model should write: <c>task-notification</c>,
/// <c>teammate-message</c>, <c>channel</c>, <c>cross-session-message</c>, and <c>tick</c> with content and without attributes.
/// </summary>
internal struct LeakedTags
{
    private const int All = 0b1_1111;
    private const int Tick = 0b1_0000;

    private State _state;
    private bool _isClosing;
    private bool _hasSlash;
    private int _candidates;
    private int _at;
    private int _opened;
    private long _count;
    private long _tagStart;
    private long _tickStart;

    private enum State
    {
        /// <summary>Outside of tags.</summary>
        Text,

        /// <summary>Behind the bracket or slash of a tag, or within its name.</summary>
        Name,

        /// <summary>Behind the name of an opening tag.</summary>
        Attributes,

        /// <summary>Behind the name of a closing tag.</summary>
        End,
    }

    /// <summary>Gets a value indicating whether no tag is open, so that the next character changes nothing unless it is a bracket.</summary>
    public readonly bool IsIdle => _state == State.Text;

    /// <summary>Reads a character of the text.</summary>
    /// <returns>The name of the element that it completes; null if it completes none.</returns>
    public string? Read(byte character)
    {
        _count++;
        if (character == '<')
        {
            (_state, _isClosing, _hasSlash, _candidates, _at, _tagStart) = (State.Name, false, false, All, 0, _count);
            return null;
        }

        switch (_state)
        {
            case State.Name:
                return ReadName(character);
            case State.Attributes when character == '>':
                _opened |= _hasSlash ? 0 : _candidates;
                _state = State.Text;
                return null;
            case State.Attributes:
                _hasSlash = character == '/';
                return null;
            case State.End when character == '>':
                return Close();
            case State.End when !IsBlank(character):
                _state = State.Text;
                return null;
            default:
                return null;
        }
    }

    /// <summary>Passes over text that is not searched: it is content of the elements around it, and no tag goes on behind it.</summary>
    /// <param name="length">The number of characters.</param>
    public void Skip(int length)
    {
        _count += length;
        _state = State.Text;
    }

    private static ReadOnlySpan<byte> NameOf(int element) => element switch
    {
        0 => "task-notification"u8,
        1 => "teammate-message"u8,
        2 => "channel"u8,
        3 => "cross-session-message"u8,
        _ => "tick"u8,
    };

    private static bool IsBlank(byte character) => character is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private string? ReadName(byte character)
    {
        if (character == '/' && _at == 0 && !_isClosing)
        {
            _isClosing = true;
            return null;
        }

        if (character != '>' && character != '/' && !IsBlank(character))
        {
            Narrow(character);
            return null;
        }

        Complete();
        return _state == State.Text ? null : _isClosing ? EndClosing(character) : EndOpening(character);
    }

    private void Narrow(byte character)
    {
        for (var rest = _candidates; rest != 0; rest &= rest - 1)
        {
            var name = NameOf(BitOperations.TrailingZeroCount(rest));
            if (_at >= name.Length || name[_at] != character)
            {
                _candidates &= ~(rest & -rest);
            }
        }

        _at++;
        _state = _candidates == 0 ? State.Text : State.Name;
    }

    /// <summary>Keeps the element whose whole name has been read.</summary>
    private void Complete()
    {
        for (var rest = _candidates; rest != 0; rest &= rest - 1)
        {
            if (NameOf(BitOperations.TrailingZeroCount(rest)).Length != _at)
            {
                _candidates &= ~(rest & -rest);
            }
        }

        _state = _candidates == 0 ? State.Text : State.Name;
    }

    private string? EndOpening(byte delimiter)
    {
        if (_candidates == Tick)
        {
            (_opened, _tickStart) = delimiter == '>' ? (_opened | Tick, _count + 1) : (_opened, _tickStart);
            _state = State.Text;
        }
        else if (delimiter == '>')
        {
            _opened |= _candidates;
            _state = State.Text;
        }
        else
        {
            (_state, _hasSlash) = (State.Attributes, delimiter == '/');
        }

        return null;
    }

    private string? EndClosing(byte delimiter)
    {
        if (delimiter == '>')
        {
            return Close();
        }

        _state = delimiter == '/' ? State.Text : State.End;
        return null;
    }

    private string? Close()
    {
        _state = State.Text;
        if ((_opened & _candidates) == 0)
        {
            return null;
        }

        if (_candidates == Tick && _tagStart == _tickStart)
        {
            _opened &= ~Tick;
            return null;
        }

        return Encoding.ASCII.GetString(NameOf(BitOperations.TrailingZeroCount(_candidates)));
    }
}
