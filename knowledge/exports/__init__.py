"""The catalogue for others: Open Referral records, and tables that editors can change and bring back."""
