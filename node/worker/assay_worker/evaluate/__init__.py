"""One seat's evaluation: trials decoded, graded, counted and scored; audits that run them again."""
